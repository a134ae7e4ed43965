import { lstatSync } from 'node:fs'
import { archiveReason, inLinkTarget } from '../messages/archive.js'
import { checkSegment, type PathProblem } from './entry-path.js'

interface Place {
  /** The folder that a link must not leave. Nobody else changes it. */
  root: string
  /** The path of the link in it. */
  path: string
  platform: NodeJS.Platform
}

/**
 * Checks the target of a symbolic link that will be in a tree.
 *
 * `..` is allowed as long as the way leads only through real folders of the tree. After a link, a missing folder or a file,
 * it is refused, even if it stayed inside here: in the target folder, another artifact could replace the link or add the
 * folder as a link, and then `..` would lead elsewhere. Without such a `..`, each step leads to a place that was checked.
 */
export function checkLinkTarget(target: string, { root, path, platform }: Place): PathProblem | undefined {
  if (target === '') return { refusal: 'link', reason: archiveReason('emptyTarget') }
  if (/^([\\/]|[A-Za-z]:)/.test(target)) return { refusal: 'link', reason: archiveReason('absoluteTarget') }
  const at = path.split('/').slice(0, -1)
  let isReal = true
  for (const segment of target.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment !== '..') {
      const problem = checkSegment(segment, platform)
      if (problem !== undefined) return { ...problem, reason: inLinkTarget(problem.reason) }
      at.push(segment)
      isReal &&= isFolder([root, ...at].join('/'))
      continue
    }
    if (!isReal) return { refusal: 'link', reason: archiveReason('upAfterLink') }
    if (at.pop() === undefined) return { refusal: 'link', reason: archiveReason('escapingTarget') }
  }
  return undefined
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
