import type { Artifact } from '../github/artifact.js'
import type { ResponseFacts } from '../storage/range-reader.js'
import { rawFileName } from './file-name.js'

/** Smaller artifacts come in one request. In bytes. */
const WHOLE = 8 << 20
/** The same if there are more artifacts than can be streamed side by side. In bytes. */
const WHOLE_OF_MANY = 32 << 20
/** Streaming downloads at a time: enough to hide the latency of the next artifact. */
const STREAMS = 4
/** Requests in flight that use up two cores, if each transfers up to `WHOLE_OF_MANY`. */
const WHOLE_REQUESTS = 16
/** Requests in flight that a slow network is worth, for each streaming download. */
const REQUESTS_PER_STREAM = 4
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

/** How the artifacts of a step share memory and connections. */
export interface Sharing {
  /** Larger artifacts are streamed, in bytes. */
  whole: number
  /** The most streaming downloads at a time. */
  streams: number
  /** The requests in flight that are worth it. */
  requests: number
}

/** @param artifacts all artifacts of the step; their sizes are hints */
export function sharingOf(artifacts: readonly Pick<Artifact, 'size_in_bytes'>[]): Sharing {
  const upTo = (size: number) => artifacts.filter(artifact => !isLarge(artifact, size)).length
  const small = upTo(WHOLE)
  const isMany = artifacts.length - small > STREAMS
  const whole = isMany ? WHOLE_OF_MANY : WHOLE
  const count = upTo(whole)
  const large = Math.min(STREAMS, artifacts.length - count)
  return {
    whole,
    streams: Math.max(1, large),
    requests: Math.max(small, Math.min(WHOLE_REQUESTS, count), large * REQUESTS_PER_STREAM)
  }
}

/** What a transfer may do, known before its first request. */
export interface TransferRules {
  artifact: Pick<Artifact, 'name' | 'size_in_bytes'>
  /** Whether the ranges of selected files are enough. */
  mayBePartial: boolean
  /** Whether it may have a ring buffer. */
  mayStream: boolean
}

/** Whether an artifact is worth streaming. @param whole as in `Sharing` */
export function isLarge({ size_in_bytes: size }: Pick<Artifact, 'size_in_bytes'>, whole: number): boolean {
  return size > whole
}

/** How many bytes the first request asks for. */
export function firstRequestLength({ artifact, mayBePartial, mayStream }: TransferRules): number {
  if (!mayBePartial) return mayStream || !isLarge(artifact, WHOLE) ? WHOLE : WHOLE_OF_MANY
  return artifact.size_in_bytes > SMALL ? FIRST_RANGE : SMALL
}

/** Chooses by the first response, which has the first `firstRequestLength` bytes. */
export function chooseStrategy(facts: ResponseFacts, rules: TransferRules): Strategy {
  const { size, servesRanges } = facts
  const { artifact, mayBePartial, mayStream } = rules
  if (!servesRanges || size === undefined || size <= firstRequestLength(rules)) return { kind: 'whole' }
  const isArchive = rawFileName(artifact.name, facts) === undefined
  if (mayBePartial && size > SMALL && isArchive) return { kind: 'ranges', size }
  return mayStream ? { kind: 'streaming', size } : { kind: 'whole' }
}
