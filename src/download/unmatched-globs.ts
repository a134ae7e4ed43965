import type { Matcher } from '../text/glob.js'
import { similarNames } from '../text/similar-names.js'

/** So many paths are kept in mind, if they are no longer (in characters): an archive may have a million. */
const MAX_PATHS = 1000
const MAX_LENGTH = 300

/** The globs of `files`, which keep in mind what they were held against in vain. */
export interface Remembering {
  matches: Matcher
  /** A few of those paths: the most like the first glob. */
  missed: () => string[]
}

export function remembering(globs: Matcher): Remembering {
  const paths = new Set<string>()
  const matches = (path: string) => {
    const isMatch = globs(path)
    if (!isMatch && paths.size < MAX_PATHS && path.length <= MAX_LENGTH) paths.add(path)
    return isMatch
  }
  const wanted = globs.lines?.find(line => !line.startsWith('!')) ?? ''
  return {
    matches: Object.assign(matches, globs.lines && { lines: globs.lines }),
    missed: () => similarNames(wanted, paths)
  }
}
