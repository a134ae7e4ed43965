import type { ActionError } from '../errors/action-error.js'
import { type Artifact, totalSize } from '../github/artifact.js'
import { fullName } from '../github/repository.js'
import type { ActionInputs } from '../inputs/action-inputs.js'
import { formatAge } from '../messages/duration.js'
import { ERRORS } from '../messages/error-codes.js'
import { branchTitle } from '../messages/formats.js'
import { plural } from '../messages/plural.js'
import { printable } from '../messages/printable.js'
import { keptArtifacts } from '../messages/selection.js'
import { formatSize } from '../messages/size.js'
import type { Deletions, Downloads, Result } from '../operations/result.js'
import { tallyGroups } from '../selection/group-tally.js'
import type { Kept } from '../selection/select.js'
import { barsOfKept, pieOfSizes } from './charts.js'
import { artifactUrl, runIdOf, runUrl, type Usage } from './outputs.js'

/** Rows are bounded in length too, so that a summary stays far below the 1 MiB that the runner takes of a step. */
const MAX_ROWS = 100
/** Of the text of a failure, in characters. */
const MAX_FAILURE = 50_000
/** Warnings and notices that are repeated; the log has all of them. */
const MAX_NOTES = 20
/** Of the text of each, in characters. */
const MAX_NOTE = 1000
/** Of a digest, in hexadecimal digits. */
const SHORT_DIGEST = 12

/** What a step warned of, or noted. */
export interface Note {
  kind: 'warning' | 'notice'
  /** One or more lines. */
  text: string
}

interface Around {
  /** In the order in which they were said. */
  notes: readonly Note[]
  usage: Usage
  inputs: ActionInputs
  /** In ms since the epoch. */
  now: number
}

/** The job summary of a step, as GitHub-flavoured Markdown. */
export function summaryOf(result: Result, around: Around): string {
  const { deletions, failure } = result
  const more = result.selected.length - MAX_ROWS
  return [
    `### ${headline(result, around.inputs)}`,
    ...(failure ? [failureBlock(failure)] : []),
    ...notesBlocks(around.notes),
    ...keptBlock(deletions?.kept ?? []),
    ...chartOf(result),
    ...tableOf(result, around),
    ...(more > 0 ? [`and ${more} more in \`artifacts-file\``] : []),
    costs(result, around.usage)
  ]
    .join('\n\n')
    .concat('\n')
}

function headline(
  { operation, selected, downloads, deletions, failure }: Result,
  { repository }: ActionInputs
): string {
  const of = `of ${escapeMarkdown(fullName(repository))}`
  if (failure && selected.length === 0) {
    return `Could not ${operation} artifacts ${of}: ${ERRORS[failure.code].title}`
  }
  if (selected.length === 0) {
    const repo = escapeMarkdown(fullName(repository))
    return operation === 'delete' ? `Nothing to delete in ${repo}` : `No artifact found in ${repo}`
  }
  const count = plural(selected.length, 'artifact')
  if (failure?.code === 'plan-too-large') {
    return `${deletions?.dryRun ? 'Would delete' : 'Deleted'} nothing ${of}: ${count} would be too many`
  }
  if (downloads) {
    const unpacked = formatSize(unpackedSize(downloads))
    return `Downloaded ${downloads.placed.length} of ${count} ${of}: ${plural(downloads.files, 'file')}, ${unpacked}`
  }
  if (deletions) {
    const verb = deletions.dryRun ? 'Would delete' : 'Deleted'
    return `${verb} ${deletions.deleted.length} of ${count} ${of}: ${formatSize(totalSize(deletions.deleted))}`
  }
  return `Found ${count} ${of}: ${formatSize(totalSize(selected))}`
}

function failureBlock({ title, explanation }: ActionError): string {
  const text = explanation.length > MAX_FAILURE ? `${explanation.slice(0, MAX_FAILURE)}…` : explanation
  // A fence longer than any run of backticks in it cannot be closed from inside.
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(run => run.length))
  const fence = '`'.repeat(longest + 1)
  return `**${escapeMarkdown(title)}**\n\n${fence}text\n${text}\n${fence}`
}

/** An alert of each kind; https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts */
function notesBlocks(notes: readonly Note[]): string[] {
  const warnings = notes.filter(({ kind }) => kind === 'warning')
  const shown = [...warnings, ...notes.filter(({ kind }) => kind === 'notice')].slice(0, MAX_NOTES)
  const alert = (kind: Note['kind'], title: string) => {
    const items = shown.filter(note => note.kind === kind).map(({ text }) => `> - ${lines(text)}`)
    return items.length === 0 ? [] : [`> [!${title}]\n${items.join('\n')}`]
  }
  const more = notes.length - shown.length
  return [
    ...alert('warning', 'WARNING'),
    ...alert('notice', 'NOTE'),
    ...(more > 0 ? [`and ${more} more in the log`] : [])
  ]
}

function lines(text: string): string {
  const cut = text.length > MAX_NOTE ? `${text.slice(0, MAX_NOTE)}…` : text
  return cut
    .split('\n')
    .map(line => escapeMarkdown(line, MAX_NOTE))
    .join('<br>')
}

function keptBlock(kept: readonly Kept[]): string[] {
  const groups = kept.map(group => escapeMarkdown(keptArtifacts(group)))
  return groups.length === 0 ? [] : [`Kept: ${groups.join('; ')}`]
}

/** Where looking beats reading. */
function chartOf({ operation, selected, deletions }: Result): string[] {
  if (operation === 'list') {
    // What has expired takes no storage, whatever its size was.
    const stored = selected.filter(({ expired }) => !expired)
    const names = tallyGroups({ kept: stored, deleted: [] }, ({ name }) => name)
    const chart = pieOfSizes(
      'Storage by name',
      names.map(({ name: label, kept: size }) => ({ label, size }))
    )
    return chart === undefined ? [] : [chart]
  }
  const chart = operation === 'delete' && deletions ? cleanUpChart(deletions) : undefined
  return chart === undefined ? [] : [chart]
}

/** Kept against deleted by group; where what is kept is not known, or nothing is, what was deleted by name. */
function cleanUpChart({ dryRun, deleted, groups = [] }: Deletions): string | undefined {
  const names = tallyGroups({ kept: [], deleted }, ({ name }) => name)
  return (
    barsOfKept(
      dryRun ? 'would be deleted' : 'deleted',
      groups.map(({ name: label, kept, deleted }) => ({ label, kept, deleted }))
    ) ??
    pieOfSizes(
      dryRun ? 'Would be deleted by name' : 'Deleted by name',
      names.map(({ name: label, deleted: size }) => ({ label, size }))
    )
  )
}

/** A column that says nothing of any artifact is left out. */
function tableOf(result: Result, { inputs, now }: Around): string[] {
  const rows = result.selected.slice(0, MAX_ROWS)
  if (rows.length === 0) return []
  const outcomes = outcomesOf(result)
  const columns: { title: string; align: string; cell: (artifact: Artifact) => string }[] = [
    { title: 'artifact', align: '---', cell: artifact => linked(artifact, inputs) },
    { title: 'size', align: '--:', cell: ({ size_in_bytes: size }) => formatSize(size) },
    { title: 'age', align: '--:', cell: artifact => ageOf(artifact, now) },
    { title: 'run', align: '---', cell: artifact => runLink(artifact, inputs) },
    {
      title: 'branch',
      align: '---',
      cell: artifact => escapeMarkdown(branchTitle(artifact))
    },
    { title: 'digest', align: '---', cell: shortDigest },
    {
      title: 'outcome',
      align: '---',
      cell: ({ id, expired }) => outcomes.get(id) ?? (expired ? 'expired' : '')
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

function linked(artifact: Artifact, inputs: ActionInputs): string {
  const name = escapeMarkdown(artifact.name)
  const url = artifactUrl(artifact, inputs)
  return url === '' ? name : `[${name}](${url})`
}

function runLink(artifact: Artifact, inputs: ActionInputs): string {
  const runId = runIdOf(artifact, inputs)
  return runId === undefined ? '' : `[${runId}](${runUrl(runId, inputs)})`
}

function ageOf({ created_at: created }: Artifact, now: number): string {
  const at = created === null ? Number.NaN : Date.parse(created)
  return Number.isNaN(at) ? '' : formatAge(now - at)
}

function shortDigest({ digest }: Artifact): string {
  const [, hex] = /^sha256:([\da-f]{64})$/i.exec(digest ?? '') ?? []
  return hex === undefined ? '' : `\`${hex.slice(0, SHORT_DIGEST)}\``
}

function outcomesOf({ downloads, deletions }: Result): Map<number, string> {
  const outcomes = new Map<number, string>()
  const note = (artifacts: readonly Artifact[], outcome: string) => {
    for (const { id } of artifacts) outcomes.set(id, outcome)
  }
  note(downloads?.placed.map(({ artifact }) => artifact) ?? [], 'downloaded')
  note(downloads?.failed.map(({ artifact }) => artifact) ?? [], '**failed**')
  if (deletions) noteDeletions(deletions, downloads, note)
  return outcomes
}

function noteDeletions(
  { dryRun, deleted, gone, remaining, failed }: Deletions,
  downloads: Downloads | undefined,
  note: (artifacts: readonly Artifact[], outcome: string) => void
): void {
  const wasDownloaded = downloads ? 'downloaded and deleted' : 'deleted'
  note(deleted, dryRun ? 'would be deleted' : wasDownloaded)
  note(gone, 'already gone')
  // What was not downloaded is no more to be deleted than before.
  const placed = new Set(downloads?.placed.map(({ artifact }) => artifact.id))
  const left = downloads ? remaining.filter(({ id }) => placed.has(id)) : remaining
  note(left, downloads ? 'downloaded, not deleted' : 'not deleted')
  note(
    failed.map(({ artifact }) => artifact),
    '**not deleted: failed**'
  )
}

function costs({ selected, downloads }: Result, { apiRequests, rateLimitRemaining }: Usage): string {
  const rate = rateLimitRemaining === undefined ? '' : `, ${rateLimitRemaining} left of the rate limit`
  return [
    ...(downloads && selected.length > 0 ? [travelled(downloads)] : []),
    `${plural(apiRequests, 'API request')}${rate}`
  ].join('; ')
}

function travelled(downloads: Downloads): string {
  const { placed, transferredBytes, cacheHits } = downloads
  const verified = placed.filter(({ digestAgreed }) => digestAgreed === true).length
  return [
    `${formatSize(transferredBytes)} transferred, ${formatSize(unpackedSize(downloads))} unpacked`,
    ...(placed.length > 0 ? [`digest verified for ${verified} of ${placed.length}`] : []),
    ...(cacheHits > 0 ? [`${cacheHits} from the cache`] : [])
  ].join(', ')
}

function unpackedSize({ placed }: Downloads): number {
  return placed.reduce((sum, { extractedSize }) => sum + extractedSize, 0)
}

/** Text from outside, shown as it is: neither Markdown nor HTML. */
export function escapeMarkdown(text: string, maxLength?: number): string {
  return (
    printable(text, maxLength)
      .replace(/[\\`*_{}[\]()#+!|~$@:-]/g, '\\$&')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // GitHub makes a link of it without a scheme; https://github.github.com/gfm/#autolinks-extension-
      .replace(/www\./gi, text => text.replace('.', '\\.'))
  )
}
