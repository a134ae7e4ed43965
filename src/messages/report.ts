import type { Kept } from '../selection/select.js'
import { plural } from './plural.js'
import { printable } from './printable.js'
import { keptArtifacts } from './selection.js'
import { formatSize } from './size.js'

/** A file that the runner provides to a step. */
export type CommandFile = 'GITHUB_OUTPUT' | 'GITHUB_STEP_SUMMARY'

export const commandFileNotWritten = (file: CommandFile) =>
  `The ${file === 'GITHUB_OUTPUT' ? 'outputs' : 'summary'} could not be written to ${file}`

export const commandFileHint = () =>
  'The operation itself is done. The runner creates this file for each step, in its temporary folder. Check the disk of that folder, and that no earlier step changed its permissions.'

export const artifactsFileNotWritten = (reason: string) =>
  `artifacts-file could not be written: ${printable(reason)}`

/** The outputs that list the artifacts are empty because of the runner's limit. */
export const artifactsTooLong = (count: number) =>
  `The output "artifacts" is []: the JSON of ${plural(count, 'artifact')} is too long. Read the file in artifacts-file instead`

export const pathsTooLong = () =>
  'The output "paths" is {}: the JSON is too long. Each artifact is in a folder with its name, in the folder of download-path'

/** What a step did, for the headline of the summary, which is Markdown. Sizes are in bytes. */
export type Headline = { repository: string } & (
  | { outcome: 'failed'; operation: string; title: string }
  | { outcome: 'empty'; operation: string }
  | { outcome: 'plan-too-large'; count: number }
  | { outcome: 'downloaded'; count: number; downloaded: number; files: number; size: number }
  | { outcome: 'deleted'; count: number; deleted: number; size: number; dryRun: boolean }
  | { outcome: 'found'; count: number; size: number }
)

export function headline(data: Headline): string {
  const repository = escapeMarkdown(data.repository)
  switch (data.outcome) {
    case 'failed':
      return `Could not ${data.operation} artifacts of ${repository}: ${data.title}`
    case 'empty':
      return `${data.operation === 'delete' ? 'Nothing to delete' : 'No artifact found'} in ${repository}`
    case 'plan-too-large':
      return `Nothing deleted in ${repository}: ${plural(data.count, 'artifact')}, more than max-deletes`
    case 'downloaded':
      return `Downloaded ${data.downloaded} of ${plural(data.count, 'artifact')} of ${repository}: ${plural(data.files, 'file')}, ${formatSize(data.size)}`
    case 'deleted':
      return `${data.dryRun ? 'Would delete' : 'Deleted'} ${data.deleted} of ${plural(data.count, 'artifact')} of ${repository}: ${formatSize(data.size)}`
    case 'found':
      return `Found ${plural(data.count, 'artifact')} of ${repository}: ${formatSize(data.size)}`
  }
}

/** What a clean-up keeps, by reason, as Markdown. */
export const keptSummary = (kept: readonly Kept[]) =>
  `Kept: ${kept.map(group => escapeMarkdown(keptArtifacts(group))).join('; ')}`

export const moreArtifacts = (count: number) => `and ${count} more in \`artifacts-file\``
export const moreNotes = (count: number) => `and ${count} more in the log`
export const storageChartTitle = () => 'Storage by name'
export const deletedChartTitle = (dryRun: boolean) => (dryRun ? 'To be deleted by name' : 'Deleted by name')

/** @param shown the number of groups in the chart */
export function keptChartTitle(dryRun: boolean, shown: number, groups: number): string {
  const count = groups > shown ? `${shown} of ` : ''
  return `Kept (green) and ${dryRun ? 'to be deleted' : 'deleted'} (red) in ${count}${plural(groups, 'group')}`
}

export const otherParts = (count: number) => `${count} others`

/** The outcome of one artifact, as Markdown. */
export type Outcome = keyof typeof OUTCOMES

const OUTCOMES = {
  expired: 'expired',
  downloaded: 'downloaded',
  failed: '**failed**',
  deleted: 'deleted',
  'would-be-deleted': 'would be deleted',
  'already-deleted': 'already deleted',
  'not-deleted': 'not deleted',
  'delete-failed': '**delete failed**',
  'downloaded-and-deleted': 'downloaded and deleted',
  'downloaded-not-deleted': 'downloaded, not deleted'
} as const

export const outcomeText = (outcome: Outcome) => OUTCOMES[outcome]

/** What a download transferred. Sizes are in bytes. */
export function transferred(data: {
  received: number
  extracted: number
  downloaded: number
  verified: number
  cacheHits: number
}): string {
  const { received, extracted, downloaded, verified, cacheHits } = data
  return [
    `${formatSize(received)} transferred, ${formatSize(extracted)} extracted`,
    ...(downloaded > 0 ? [`digest verified for ${verified} of ${downloaded}`] : []),
    ...(cacheHits > 0 ? [`${cacheHits} from the cache`] : [])
  ].join(', ')
}

/** @param remaining undefined if the server has no rate limit */
export function apiUsage(requests: number, remaining: number | undefined): string {
  const rest = remaining === undefined ? '' : ` (${remaining} left in the rate limit)`
  return `${plural(requests, 'API request')}${rest}`
}

/** Text from outside as plain text: neither Markdown nor HTML. */
export function escapeMarkdown(text: string, maxLength?: number): string {
  return (
    printable(text, maxLength)
      .replace(/[\\`*_{}[\]()#+!|~$@:-]/g, '\\$&')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // GitHub also links this without a scheme: https://github.github.com/gfm/#autolinks-extension-
      .replace(/www\./gi, text => text.replace('.', '\\.'))
  )
}
