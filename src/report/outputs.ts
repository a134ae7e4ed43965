import { randomUUID } from 'node:crypto'
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setOutput } from '@actions/core'
import { type Artifact, totalSize } from '../github/artifact.js'
import { fullName, webUrlOf } from '../github/repository.js'
import type { ActionInputs } from '../inputs/action-inputs.js'
import type { Environment } from '../inputs/environment.js'
import { reasonOf } from '../install/disk-error.js'
import { artifactsFileNotWritten, artifactsTooLong, pathsTooLong } from '../messages/report.js'
import { type Downloads, extractedSize, type Result, type Usage } from '../operations/result.js'

/** The runner accepts 1 MiB per output, counted in UTF-16; https://docs.github.com/en/actions/reference/limits */
const MAX_CHARACTERS = 500_000
/** How many artifacts are converted to JSON at once. All those of a large repository would fill the memory. */
const CHUNK = 100

/** The inputs that the URLs of web pages depend on. */
type WhereInputs = Pick<ActionInputs, 'apiUrl' | 'repository' | 'place'>

/** The same, and what the operation knows of pages. */
export interface Where extends WhereInputs {
  pageNumberOf: Result['pageNumberOf']
}

/** The outputs of a step by name: those outputs of action.yml that the operation sets. */
export function outputsOf(
  result: Result,
  usage: Usage,
  inputs: WhereInputs & Pick<ActionInputs, 'minCount'>
): Record<string, string> {
  const { selected, downloads, deletions } = result
  return {
    found: String(selected.length >= Math.max(1, inputs.minCount)),
    count: String(selected.length),
    'total-size': String(totalSize(selected)),
    artifacts: cappedList(selected),
    ids: cappedList(selected.map(({ id }) => id)),
    names: cappedList(selected.map(({ name }) => name)),
    ...newestOutputs(result, inputs),
    ...(downloads && downloadOutputs(downloads)),
    ...(deletions && {
      'deleted-count': String(deletions.deleted.length),
      'deleted-size': String(totalSize(deletions.deleted)),
      'gone-count': String(deletions.gone.length),
      'remaining-count': String(deletions.remaining.length)
    }),
    ...((downloads || deletions) && {
      'failed-count': String((downloads?.failed.length ?? 0) + (deletions?.failed.length ?? 0))
    }),
    'api-requests': String(usage.apiRequests),
    'rate-limit-remaining': String(usage.rateLimitRemaining ?? '')
  }
}

/** The ID of an artifact's run; undefined if unknown. */
export function runIdOf({ workflow_run: run }: Artifact, { place }: Where): number | undefined {
  return run?.id ?? (place.kind === 'run' ? place.runId : undefined)
}

/** The web page of a run; undefined if its number is needed and not known. */
export function runUrl(
  runId: number,
  { apiUrl, repository, pageNumberOf = id => id }: Where
): string | undefined {
  const number = pageNumberOf(runId)
  return number === undefined
    ? undefined
    : `${webUrlOf(apiUrl)}/${fullName(repository)}/actions/runs/${number}`
}

/** The web page of an artifact; empty if its run or the address of that is unknown. */
export function artifactUrl(artifact: Artifact, where: Where): string {
  const runId = runIdOf(artifact, where)
  const url = runId === undefined ? undefined : runUrl(runId, where)
  return url === undefined ? '' : `${url}/artifacts/${artifact.id}`
}

function newestOutputs({ selected, pageNumberOf }: Result, inputs: WhereInputs): Record<string, string> {
  const where = { ...inputs, pageNumberOf }
  const [newest] = selected
  const run = newest?.workflow_run
  return {
    'artifact-id': String(newest?.id ?? ''),
    'artifact-name': newest?.name ?? '',
    'artifact-digest': newest?.digest ?? '',
    'artifact-url': newest === undefined ? '' : artifactUrl(newest, where),
    'artifact-size': String(newest?.size_in_bytes ?? ''),
    'artifact-expires-at': newest?.expires_at ?? '',
    'run-id': String((newest && runIdOf(newest, where)) ?? ''),
    'head-branch': run?.head_branch ?? '',
    'head-sha': run?.head_sha ?? ''
  }
}

function downloadOutputs(downloads: Downloads): Record<string, string> {
  const { placed, failed } = downloads
  // Without a prototype: an artifact can be named __proto__.
  const paths: Record<string, string> = Object.create(null)
  for (const { artifact, folder } of placed) paths[artifact.name] ??= folder
  return {
    'download-path': downloads.path,
    paths: capped(paths),
    'file-count': String(downloads.files),
    'extracted-size': String(extractedSize(placed)),
    'transferred-bytes': String(downloads.transferredBytes),
    'cache-hits': String(downloads.cacheHits),
    'digest-verified': String(
      placed.length > 0 && failed.length === 0 && placed.every(({ digestCheck }) => digestCheck === 'matches')
    )
  }
}

function capped(value: object): string {
  const json = JSON.stringify(value)
  return json.length > MAX_CHARACTERS ? '{}' : json
}

function cappedList(values: readonly unknown[]): string {
  let text = ''
  for (const part of jsonParts(values)) {
    text += part
    if (text.length > MAX_CHARACTERS) return '[]'
  }
  return text
}

/** A JSON array in pieces of bounded size. */
function* jsonParts(values: readonly unknown[]): Iterable<string> {
  yield '['
  for (let start = 0; start < values.length; start += CHUNK) {
    const json = JSON.stringify(values.slice(start, start + CHUNK)).slice(1, -1)
    yield start === 0 ? json : `,${json}`
  }
  yield ']'
}

/**
 * Writes `artifacts-file`, a new file directly under RUNNER_TEMP, and sets all outputs.
 *
 * @returns warnings for the user
 * @throws the error of the file system if GITHUB_OUTPUT cannot be written
 */
export function writeOutputs(outputs: Record<string, string>, result: Result, env: Environment): string[] {
  const { selected, downloads } = result
  const warnings: string[] = []
  let file = ''
  try {
    file = writeArtifacts(selected, env)
  } catch (error) {
    warnings.push(artifactsFileNotWritten(reasonOf(error)))
  }
  for (const [name, text] of Object.entries({ ...outputs, 'artifacts-file': file })) setOutput(name, text)
  if (selected.length > 0 && outputs.artifacts === '[]') warnings.push(artifactsTooLong(selected.length))
  if (downloads && downloads.placed.length > 0 && outputs.paths === '{}') warnings.push(pathsTooLong())
  return warnings
}

/** Writes the artifacts as JSON, completely or not at all. Returns the path of the file. */
function writeArtifacts(selected: readonly Artifact[], env: Environment): string {
  const file = path.join(env.RUNNER_TEMP || tmpdir(), `artifacts-${randomUUID()}.json`)
  const descriptor = openSync(file, 'wx')
  try {
    for (const part of jsonParts(selected)) writeFileSync(descriptor, part)
  } catch (error) {
    rmSync(file, { force: true })
    throw error
  } finally {
    closeSync(descriptor)
  }
  return file
}
