import type { ActionError } from '../errors/action-error.js'
import { type Artifact, totalSize, uploadedAt } from '../github/artifact.js'
import { fullName } from '../github/repository.js'
import type { ActionInputs } from '../inputs/action-inputs.js'
import { serviceRequests } from '../messages/artifact-service.js'
import { formatAgeSince } from '../messages/duration.js'
import { ERRORS } from '../messages/error-codes.js'
import { branchTitle } from '../messages/formats.js'
import { quotaIsLate } from '../messages/operations.js'
import {
  apiUsage,
  deletedChartTitle,
  escapeMarkdown,
  type Headline,
  headline,
  keptSummary,
  moreArtifacts,
  moreNotes,
  type Outcome,
  outcomeText,
  storageChartTitle,
  transferred
} from '../messages/report.js'
import { formatSize } from '../messages/size.js'
import { type Deletions, extractedSize, isQuotaLate, type Result, type Usage } from '../operations/result.js'
import { tallyGroups } from '../selection/group-tally.js'
import { barsOfKept, pieOfSizes } from './charts.js'
import { artifactUrl, runIdOf, runUrl, type Where } from './outputs.js'

/** The table's length. The texts are limited too, so that a summary stays far below the runner's limit of 1 MiB. */
const MAX_ROWS = 100
/** Length of the text of an error, in characters. */
const MAX_FAILURE = 50_000
/** How many warnings and notices the summary repeats. The log has all of them. */
const MAX_NOTES = 20
/** Length of each of them, in characters. */
const MAX_NOTE = 1000
/** Length of a digest, in hexadecimal digits. */
const SHORT_DIGEST = 12

/** A warning or notice of the step. */
export interface Note {
  kind: 'warning' | 'notice'
  /** One or more lines. */
  text: string
}

export interface Context {
  /** In the order of the log. */
  notes: readonly Note[]
  usage: Usage
  inputs: ActionInputs
  /** In ms since the epoch. */
  now: number
}

/** The job summary of a step, as GitHub-flavoured Markdown. */
export function summaryOf(result: Result, context: Context): string {
  const { deletions, failure } = result
  const kept = deletions?.kept ?? []
  const chart = chartOf(result)
  const more = result.selected.length - MAX_ROWS
  return [
    `### ${headline(headlineOf(result, context.inputs))}`,
    ...(failure ? [failureBlock(failure)] : []),
    ...notesBlocks(context.notes),
    ...(kept.length > 0 ? [keptSummary(kept)] : []),
    ...(deletions && isQuotaLate(context.inputs, deletions) ? [quotaIsLate()] : []),
    ...(chart === undefined ? [] : [chart]),
    ...tableOf(result, context),
    ...(more > 0 ? [moreArtifacts(more)] : []),
    costs(result, context.usage)
  ]
    .join('\n\n')
    .concat('\n')
}

function headlineOf(
  { operation, selected, downloads, deletions, failure }: Result,
  inputs: ActionInputs
): Headline {
  const repository = fullName(inputs.repository)
  const count = selected.length
  if (count === 0) {
    return failure
      ? { repository, outcome: 'failed', operation, title: ERRORS[failure.code].title }
      : { repository, outcome: 'empty', operation }
  }
  if (failure?.code === 'plan-too-large') return { repository, outcome: 'plan-too-large', count }
  if (downloads) {
    const { placed, files } = downloads
    const size = extractedSize(placed)
    return { repository, outcome: 'downloaded', count, downloaded: placed.length, files, size }
  }
  if (deletions) {
    const { dryRun, deleted } = deletions
    const size = totalSize(deleted)
    return { repository, outcome: 'deleted', count, deleted: deleted.length, size, dryRun }
  }
  return { repository, outcome: 'found', count, size: totalSize(selected) }
}

function failureBlock({ title, explanation }: ActionError): string {
  const text = explanation.length > MAX_FAILURE ? `${explanation.slice(0, MAX_FAILURE)}…` : explanation
  // The text cannot close a fence that is longer than any sequence of backticks in it.
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(run => run.length))
  const fence = '`'.repeat(longest + 1)
  return `**${escapeMarkdown(title)}**\n\n${fence}text\n${text}\n${fence}`
}

/** One alert for warnings, one for notices; https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts */
function notesBlocks(notes: readonly Note[]): string[] {
  const warnings = notes.filter(({ kind }) => kind === 'warning')
  const shown = [...warnings, ...notes.filter(({ kind }) => kind === 'notice')].slice(0, MAX_NOTES)
  const alert = (kind: Note['kind'], title: string) => {
    const items = shown.filter(note => note.kind === kind).map(({ text }) => `> - ${lines(text)}`)
    return items.length === 0 ? [] : [`> [!${title}]\n${items.join('\n')}`]
  }
  const more = notes.length - shown.length
  return [...alert('warning', 'WARNING'), ...alert('notice', 'NOTE'), ...(more > 0 ? [moreNotes(more)] : [])]
}

function lines(text: string): string {
  const cut = text.length > MAX_NOTE ? `${text.slice(0, MAX_NOTE)}…` : text
  return cut
    .split('\n')
    .map(line => escapeMarkdown(line, MAX_NOTE))
    .join('<br>')
}

/** A chart of the storage by name, or of what a clean-up keeps and deletes. */
function chartOf({ operation, selected, deletions }: Result): string | undefined {
  if (operation === 'delete') return deletions && cleanUpChart(deletions)
  if (operation !== 'list') return undefined
  // Expired artifacts take no storage, but still have a size.
  const stored = selected.filter(({ expired }) => !expired)
  const names = tallyGroups({ kept: stored, deleted: [] }, ({ name }) => name)
  return pieOfSizes(
    storageChartTitle(),
    names.map(({ name, kept: size }) => ({ name, size }))
  )
}

/** Kept and deleted by group. If nothing is kept or that is unknown: deleted by name. */
function cleanUpChart({ dryRun, deleted, groups = [] }: Deletions): string | undefined {
  const names = tallyGroups({ kept: [], deleted }, ({ name }) => name)
  const parts = names.map(({ name, deleted: size }) => ({ name, size }))
  return barsOfKept(dryRun, groups) ?? pieOfSizes(deletedChartTitle(dryRun), parts)
}

/** A row for each artifact, without columns that are empty for all of them. */
function tableOf(result: Result, { inputs, now }: Context): string[] {
  const rows = result.selected.slice(0, MAX_ROWS)
  if (rows.length === 0) return []
  const outcomes = outcomesOf(result)
  const where = { ...inputs, pageNumberOf: result.pageNumberOf }
  const columns: { title: string; align: string; cell: (artifact: Artifact) => string }[] = [
    { title: 'artifact', align: '---', cell: artifact => linked(artifact, where) },
    { title: 'size', align: '--:', cell: ({ size_in_bytes: size }) => formatSize(size) },
    { title: 'age', align: '--:', cell: artifact => formatAgeSince(uploadedAt(artifact), now) },
    { title: 'run', align: '---', cell: artifact => runLink(artifact, where) },
    { title: 'branch', align: '---', cell: artifact => escapeMarkdown(branchTitle(artifact)) },
    { title: 'digest', align: '---', cell: shortDigest },
    {
      title: 'outcome',
      align: '---',
      cell: ({ id, expired }) => {
        const outcome = outcomes.get(id) ?? (expired ? 'expired' : undefined)
        return outcome === undefined ? '' : outcomeText(outcome)
      }
    }
  ]
  const filled = columns
    .map(column => ({ ...column, cells: rows.map(column.cell) }))
    .filter(({ cells }) => cells.some(cell => cell !== ''))
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    [
      line(filled.map(({ title }) => title)),
      `|${filled.map(({ align }) => align).join('|')}|`,
      ...rows.map((_, index) => line(filled.map(({ cells }) => cells[index] ?? '')))
    ].join('\n')
  ]
}

function linked(artifact: Artifact, where: Where): string {
  const name = escapeMarkdown(artifact.name)
  const url = artifactUrl(artifact, where)
  return url === '' ? name : `[${name}](${url})`
}

function runLink(artifact: Artifact, where: Where): string {
  const runId = runIdOf(artifact, where)
  if (runId === undefined) return ''
  const url = runUrl(runId, where)
  return url === undefined ? String(runId) : `[${runId}](${url})`
}

function shortDigest({ digest }: Artifact): string {
  const [, hex] = /^sha256:([\da-f]{64})$/i.exec(digest ?? '') ?? []
  return hex === undefined ? '' : `\`${hex.slice(0, SHORT_DIGEST)}\``
}

/** The outcome of each artifact, by ID. */
function outcomesOf({ downloads, deletions }: Result): Map<number, Outcome> {
  const outcomes = new Map<number, Outcome>()
  const set = (artifacts: readonly Artifact[], outcome: Outcome) => {
    for (const { id } of artifacts) outcomes.set(id, outcome)
  }
  const artifactsOf = (items: readonly { artifact: Artifact }[]) => items.map(({ artifact }) => artifact)
  if (downloads) {
    set(artifactsOf(downloads.placed), 'downloaded')
    set(artifactsOf(downloads.failed), 'failed')
  }
  if (deletions) {
    const { dryRun, deleted, gone, remaining, failed } = deletions
    set(deleted, downloads ? 'downloaded-and-deleted' : dryRun ? 'would-be-deleted' : 'deleted')
    set(gone, 'already-deleted')
    // With `delete-after`, an artifact that failed to download was never going to be deleted.
    const downloaded = remaining.filter(({ id }) => outcomes.get(id) === 'downloaded')
    if (downloads) set(downloaded, 'downloaded-not-deleted')
    else set(remaining, 'not-deleted')
    set(artifactsOf(failed), 'delete-failed')
  }
  return outcomes
}

function costs({ selected, downloads }: Result, cost: Usage): string {
  const { apiRequests, serviceRequests: toService, rateLimitRemaining } = cost
  const api = apiUsage(apiRequests, rateLimitRemaining)
  const usage = toService > 0 ? `${api}; ${serviceRequests(toService)}` : api
  if (downloads === undefined || selected.length === 0) return usage
  const { placed, transferredBytes, cacheHits } = downloads
  const download = transferred({
    received: transferredBytes,
    extracted: extractedSize(placed),
    downloaded: placed.length,
    verified: placed.filter(({ digestCheck }) => digestCheck === 'matches').length,
    cacheHits
  })
  return `${download}; ${usage}`
}
