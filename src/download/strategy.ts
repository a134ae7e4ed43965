import type { Artifact } from '../github/artifact.js'
import type { ResponseFacts } from '../storage/range-reader.js'
import { rawFileName } from './file-name.js'

/** Smaller artifacts come in one request. In bytes. */
const WHOLE = 8 << 20
/** The first request if only selected files are transferred, and the size below which that is not worth it. In bytes. */
const FIRST_RANGE = 64 << 10
const SMALL = 1 << 20

/**
 * How an artifact is transferred: whole into a file; only the ranges of selected files; or through a ring buffer, hashed
 * and unpacked meanwhile.
 */
export type Strategy =
  | { kind: 'whole' }
  | { kind: 'ranges'; size: number }
  | { kind: 'streaming'; size: number }

export interface StrategyOptions {
  artifact: Pick<Artifact, 'name' | 'size_in_bytes'>
  /** Whether `files` selects files of an archive that need not be transferred whole. */
  selectsFiles: boolean
  /** Whether this download owns the ring buffer. */
  mayStream: boolean
}

/** Whether an artifact is worth streaming. */
export function isLarge({ size_in_bytes: size }: Pick<Artifact, 'size_in_bytes'>): boolean {
  return size > WHOLE
}

/** How many bytes the first request asks for. */
export function firstLength({ artifact, selectsFiles }: StrategyOptions): number {
  if (!selectsFiles) return WHOLE
  return artifact.size_in_bytes > SMALL ? FIRST_RANGE : SMALL
}

/** Chooses by the first response, which brings the first `firstLength` bytes. */
export function chooseStrategy(facts: ResponseFacts, options: StrategyOptions): Strategy {
  const { size, ranges } = facts
  const { artifact, selectsFiles, mayStream } = options
  if (!ranges || size === undefined || size <= firstLength(options)) return { kind: 'whole' }
  const isArchive = rawFileName(artifact.name, facts) === undefined
  if (selectsFiles && size > SMALL && isArchive) return { kind: 'ranges', size }
  return mayStream ? { kind: 'streaming', size } : { kind: 'whole' }
}
