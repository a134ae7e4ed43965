import type { Matcher } from '../text/glob.js'
import { similarNames } from '../text/similar-names.js'

/** Bounds of the recorded paths, their number and length in characters: an archive may have a million. */
const MAX_PATHS = 1000
const MAX_LENGTH = 300

/** The globs of `files`, which record the paths that they do not match. */
export interface RecordingGlobs {
  matches: Matcher
  /** Whether they matched a path. */
  matched: () => boolean
  /** A few recorded paths: those most similar to the first glob. */
  missed: () => string[]
}

export function recordMisses(globs: Matcher): RecordingGlobs {
  const paths = new Set<string>()
  let hasMatch = false
  const matches = (path: string) => {
    const isMatch = globs(path)
    hasMatch ||= isMatch
    if (!isMatch && paths.size < MAX_PATHS && path.length <= MAX_LENGTH) paths.add(path)
    return isMatch
  }
  const firstGlob = globs.lines?.find(line => !line.startsWith('!')) ?? ''
  return {
    matches: Object.assign(matches, globs.lines && { lines: globs.lines }),
    matched: () => hasMatch,
    missed: () => similarNames(firstGlob, paths)
  }
}
