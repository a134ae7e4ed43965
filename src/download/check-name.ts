import { checkSegment } from '../archive/entry-path.js'
import { ActionError } from '../errors/action-error.js'
import { nameHint, nameUnusable } from '../messages/download.js'

/**
 * Checks a name that comes from an artifact and becomes a folder or a file.
 *
 * @throws ActionError with code `artifact-name-invalid`
 */
export function checkName(name: string, kind: 'artifact' | 'file'): void {
  const problem = checkSegment(name, process.platform)
  if (problem === undefined) return
  throw new ActionError('artifact-name-invalid', nameUnusable(kind, name, problem.reason), {
    hint: nameHint()
  })
}
