import stringWidth from 'fast-string-width'
import type { Artifact } from '../github/artifact.js'
import type { Deletions, Downloads } from '../operations/result.js'
import { formatAgeSince, formatElapsed } from './duration.js'
import {
  amount,
  amountOf,
  artifactName,
  artifactTitle,
  branchTitle,
  firstAndCount,
  listed,
  MAX_NAMED,
  nameList
} from './formats.js'
import { plural } from './plural.js'
import { printable } from './printable.js'
import { formatSize } from './size.js'

/** A longer name does not widen the column. In columns of the log. */
const MAX_NAME = 60
/** Of `just now`. */
const AGE_WIDTH = 8
/** Below this many bytes, a rate says more about the requests than about the connection. */
const MIN_FOR_RATE = 1_000_000

// Lines for artifacts

/** A label for each of these artifacts, with names and sizes in columns: `dist (17)       453 B`. */
export function labelsOf(artifacts: readonly Artifact[]): (artifact: Artifact) => string {
  const title = ({ name, id }: Artifact) => `${printable(name)} (${id})`
  const size = ({ size_in_bytes: bytes }: Artifact) => formatSize(bytes)
  const widest = (text: (artifact: Artifact) => string) =>
    artifacts.reduce((width, artifact) => Math.max(width, stringWidth(text(artifact))), 0)
  const titleWidth = Math.min(MAX_NAME, widest(title))
  const sizeWidth = widest(size)
  return artifact => `${padded(title(artifact), titleWidth)}  ${size(artifact).padStart(sizeWidth)}`
}

/** To a width in columns of the log: a Chinese character or an emoji takes two, a combining accent none. */
const padded = (text: string, columns: number) => text + ' '.repeat(Math.max(0, columns - stringWidth(text)))

/** What follows a label, as far as it is known: `       3 d  main (fork)  expired`. */
function detailsOf(artifact: Artifact): string {
  const age = formatAgeSince(artifact.created_at, Date.now())
  return [age && age.padStart(AGE_WIDTH), printable(branchTitle(artifact)), artifact.expired ? 'expired' : '']
    .filter(Boolean)
    .map(text => `  ${text}`)
    .join('')
}

/** @param label as `labelsOf` makes it */
export const artifactLine = (artifact: Artifact, label: string) => `  ${label}${detailsOf(artifact)}`
export const moreArtifacts = (count: number) => `  and ${count} more`

// Failures. Each takes the finished messages of errors.

export const failedLine = (message: string) => `  failed: ${message}`
export const failedToo = (artifact: Artifact) => `  failed for the same reason: ${artifactName(artifact)}`

/** @param failures each failure once, with the artifacts that it affects */
export function artifactsFailed(
  operation: 'download' | 'delete',
  outcome: {
    failed: number
    total: number
    failures: readonly { text: string; artifacts: readonly Artifact[] }[]
  }
): string {
  const { failed, total, failures } = outcome
  const lines = failures.slice(0, MAX_NAMED).map(({ text, artifacts }) => {
    const affected = artifacts.length === 1 ? '' : ` (affects ${listed(artifacts, artifactName)})`
    return `- ${text}${affected}`
  })
  if (failures.length > MAX_NAMED) lines.push(`- and ${failures.length - MAX_NAMED} more`)
  return `Could not ${operation} ${failed} of ${plural(total, 'artifact')}:\n${lines.join('\n')}`
}

export const allFailures = (messages: readonly string[]) => messages.join('\n')

// Download

export function downloadedLine(
  label: string,
  { files, size, folder }: { files: number; size: number; folder: string }
): string {
  const where = folder === '' ? '' : `, in ${printable(folder)}`
  return `  ${label}  → ${plural(files, 'file')}, ${formatSize(size)}${where}`
}

/** @param elapsed in ms @param givesDigests whether the server gives digests at all */
export function downloadedAll(
  { path, placed, failed, files, transferredBytes, cacheHits }: Downloads,
  options: { selected: readonly Artifact[]; elapsed: number; givesDigests: boolean }
): string {
  const { selected, elapsed, givesDigests } = options
  const done = placed.length
  const size = placed.reduce((sum, { extractedSize }) => sum + extractedSize, 0)
  const verified = placed.filter(({ digestCheck }) => digestCheck === 'matches').length
  const hasRate = transferredBytes >= MIN_FOR_RATE
  const rate = hasRate ? ` (${formatSize(transferredBytes / (elapsed / 1000))}/s)` : ''
  return [
    `Downloaded ${done} of ${amountOf(selected)} to ${printable(path)}: ${plural(files, 'file')}, ${formatSize(size)}`,
    `${formatSize(transferredBytes)} transferred in ${formatElapsed(elapsed)}${rate}`,
    cacheHits > 0 && `${cacheHits} from the cache`,
    done > 0 &&
      `digest verified for ${verified} of ${done}${givesDigests || verified === done ? '' : ' (this server gives none)'}`,
    failed.length > 0 && `${failed.length} failed`
  ]
    .filter(Boolean)
    .join('; ')
}

/** @param globs of the input @param similar paths inside the artifacts */
export function noFileMatches(
  input: 'files' | 'unpack',
  globs: readonly string[],
  { artifacts, similar }: { artifacts: readonly Artifact[]; similar: readonly string[] }
): string {
  const effect =
    input === 'files' ? 'The step passes, but writes no file (file-count is 0).' : 'No archive was unpacked.'
  const paths = similar.length === 0 ? '' : ` Similar paths: ${nameList(similar)}.`
  return `${input} (${nameList(globs)}) matches no file in ${amountOf(artifacts)}. ${effect}${paths} A glob must match the whole path inside the artifact: **/NAME matches NAME in every folder.`
}

export const noDigest = (artifacts: readonly [Artifact, ...Artifact[]]) =>
  `Artifact ${firstAndCount(artifacts)}: the server provides no digest, so the downloaded bytes cannot be compared with the uploaded ones`

export const notStored = (artifact: Artifact) => `${artifactTitle(artifact)} could not be written to disk`

// Delete

export const deletedLine = (artifact: Artifact, label: string, outcome: 'deleted' | 'gone') =>
  `  ${outcome === 'deleted' ? 'deleted' : 'already deleted:'} ${label}${detailsOf(artifact)}`

export const wouldDelete = (artifact: Artifact, label: string) =>
  `  would delete ${label}${detailsOf(artifact)}`

export const stoppedLine = (message: string) => `  stopped: ${message}`

/** @param total all artifacts of the plan */
export function deletedAll(
  { dryRun, deleted, gone, failed, remaining }: Deletions,
  { total, accessFrom }: { total: number; accessFrom: 'workflow' | 'account' }
): string {
  const size = deleted.reduce((sum, artifact) => sum + artifact.size_in_bytes, 0)
  return [
    `${dryRun ? 'Would delete' : 'Deleted'} ${deleted.length} of ${plural(total, 'artifact')} (${formatSize(size)})`,
    gone.length > 0 && `${gone.length} already deleted`,
    failed.length > 0 && `${failed.length} failed`,
    remaining.length > 0 && `${remaining.length} remaining`,
    dryRun &&
      total > 0 &&
      `without checking the token's permission${accessFrom === 'workflow' ? ' (actions: write)' : ''}`
  ]
    .filter(Boolean)
    .join(', ')
}

export function deletionStopped(
  { remaining, total }: { remaining: number; total: number },
  messages: readonly string[]
): string {
  return `${remaining} of ${plural(total, 'artifact')} remain: ${allFailures(messages)}`
}

export const deletionStoppedAdvice = (hint: string | undefined) =>
  `${hint ?? ''} The oldest artifacts were deleted first. Run the same step again to delete the rest.`.trim()

/** @param size in bytes */
export const planTooLarge = ({ count, size, limit }: { count: number; size: number; limit: number }) =>
  `${amount({ count, size })} would be deleted, which is more than max-deletes: ${limit}. Nothing was deleted`

export const planTooLargeAdvice = () =>
  'The log lists them. Raise max-deletes to delete them, or select fewer artifacts.'

/** As actions/upload-artifact says when the quota is hit: "Usage is recalculated every 6-12 hours". */
export const quotaIsLate = () => 'GitHub recalculates the storage quota only 6 to 12 hours after a deletion.'
