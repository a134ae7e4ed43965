import { type Artifact, totalSize } from './domain/artifact.js'
import { plural } from './domain/plural.js'
import { printable } from './domain/printable.js'
import { fullName } from './domain/repository.js'
import type { Spared } from './domain/selection.js'
import { formatSize } from './domain/size.js'
import type { ActionError } from './errors.js'
import type { Result } from './operations/result.js'
import { artifactUrl, type Usage } from './outputs.js'
import type { Request } from './request.js'

const MAX_ROWS = 100

/** The job summary of a step, as GitHub-flavoured Markdown. */
export function summaryOf(result: Result, usage: Usage, request: Request): string {
  const outcomes = outcomesOf(result)
  const rows = result.selected.slice(0, MAX_ROWS).map(artifact => {
    const url = artifactUrl(artifact, request)
    const name = escapeMarkdown(artifact.name)
    return `| ${url === '' ? name : `[${name}](${url})`} | ${formatSize(artifact.size_in_bytes)} | ${escapeMarkdown(artifact.workflow_run?.head_branch ?? '')} | ${outcomes.get(artifact.id) ?? ''} |`
  })
  const more = result.selected.length - rows.length
  const rate =
    usage.rateLimitRemaining === undefined ? '' : `, ${usage.rateLimitRemaining} left of the rate limit`
  return [
    `### ${headline(result, request)}`,
    ...(result.failure ? [failureBlock(result.failure)] : []),
    ...sparedBlock(result.deletions?.spared ?? []),
    ...(rows.length > 0
      ? [['| artifact | size | branch | outcome |', '|---|--:|---|---|', ...rows].join('\n')]
      : []),
    ...(more > 0 ? [`and ${more} more in \`artifacts-file\``] : []),
    `${plural(usage.apiRequests, 'API request')}${rate}`
  ]
    .join('\n\n')
    .concat('\n')
}

function headline(
  { operation, selected, downloads, deletions, failure }: Result,
  { repository }: Request
): string {
  const of = `of ${escapeMarkdown(fullName(repository))}`
  const count = plural(selected.length, 'artifact')
  if (downloads) {
    return `Downloaded ${downloads.placed.length} of ${count} ${of}: ${plural(downloads.files, 'file')}`
  }
  if (deletions) {
    const verb = deletions.dryRun ? 'Would delete' : 'Deleted'
    return `${verb} ${deletions.deleted.length} of ${count} ${of}: ${formatSize(totalSize(deletions.deleted))}`
  }
  const size = selected.length > 0 ? `: ${formatSize(totalSize(selected))}` : ''
  return `${failure ? `${operation} failed: f` : 'F'}ound ${count} ${of}${size}`
}

function sparedBlock(spared: readonly Spared[]): string[] {
  if (spared.length === 0) return []
  const rules = spared.map(
    ({ rule, count, size }) => `${count} by ${escapeMarkdown(rule)} (${formatSize(size)})`
  )
  return [`Spared: ${rules.join(', ')}`]
}

function outcomesOf({ downloads, deletions }: Result): Map<number, string> {
  const outcomes = new Map<number, string>()
  const note = (artifacts: readonly Artifact[], outcome: string) => {
    for (const { id } of artifacts) outcomes.set(id, outcome)
  }
  note(downloads?.placed.map(({ artifact }) => artifact) ?? [], 'downloaded')
  note(downloads?.failed.map(({ artifact }) => artifact) ?? [], '**failed**')
  const wasDownloaded = downloads ? 'downloaded and deleted' : 'deleted'
  note(deletions?.deleted ?? [], deletions?.dryRun ? 'would be deleted' : wasDownloaded)
  note(deletions?.gone ?? [], 'already gone')
  note(deletions?.remaining ?? [], downloads ? 'downloaded, not deleted' : 'not deleted')
  note(deletions?.failed.map(({ artifact }) => artifact) ?? [], '**not deleted: failed**')
  return outcomes
}

function failureBlock({ message, hint }: ActionError): string {
  const text = [message, hint].filter(Boolean).join('\n\n')
  // A fence longer than any run of backticks in it cannot be closed from inside.
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(run => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${text}\n${fence}`
}

/** Text from outside, shown as it is: neither Markdown nor HTML. */
export function escapeMarkdown(text: string): string {
  return (
    printable(text)
      .replace(/[\\`*_{}[\]()#+!|~$@:-]/g, '\\$&')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // GitHub makes a link of it without a scheme; https://github.github.com/gfm/#autolinks-extension-
      .replace(/www\./gi, text => text.replace('.', '\\.'))
  )
}
