import { randomUUID } from 'node:crypto'
import { closeSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setOutput } from '@actions/core'
import { ActionError, messageOf } from '../errors/action-error.js'
import { type Artifact, totalSize } from '../github/artifact.js'
import { fullName, webUrlOf } from '../github/repository.js'
import type { ActionInputs } from '../inputs/action-inputs.js'
import type { Environment } from '../inputs/environment.js'
import { diskError } from '../install/disk-error.js'
import { printable } from '../messages/printable.js'
import type { Downloads, Result } from '../operations/result.js'

/** The runner takes 1 MiB an output, counted in UTF-16; https://docs.github.com/en/actions/reference/limits */
const MAX_CHARACTERS = 500_000
/** So many artifacts become text at once: the whole of a large repository's would fill the memory. */
const CHUNK = 100

/** What the step cost. */
export interface Usage {
  apiRequests: number
  rateLimitRemaining: number | undefined
}

/** Where a run's web pages are, and what its first artifact's page is called. */
type Where = Pick<ActionInputs, 'apiUrl' | 'repository' | 'place'>

/** The outputs of a step as text, by name: the keys of action.yml that the operation feeds. */
export function outputsOf(result: Result, usage: Usage, where: Where): Record<string, string> {
  const { selected, downloads, deletions } = result
  return {
    found: String(selected.length > 0),
    count: String(selected.length),
    'total-size': String(totalSize(selected)),
    artifacts: cappedList(selected),
    ids: cappedList(selected.map(({ id }) => id)),
    names: cappedList(selected.map(({ name }) => name)),
    ...newestOutputs(result, where),
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

/** The run that an artifact is of; undefined where the server does not say. */
export function runIdOf({ workflow_run: run }: Artifact, { place }: Where): number | undefined {
  return run?.id ?? (place.kind === 'run' ? place.runId : undefined)
}

/** The web page of a run. */
export function runUrl(runId: number, { apiUrl, repository }: Where): string {
  return `${webUrlOf(apiUrl)}/${fullName(repository)}/actions/runs/${runId}`
}

/** The web page of an artifact; empty where the server does not say of which run it is. */
export function artifactUrl(artifact: Artifact, where: Where): string {
  const runId = runIdOf(artifact, where)
  return runId === undefined ? '' : `${runUrl(runId, where)}/artifacts/${artifact.id}`
}

function newestOutputs({ selected }: Result, where: Where): Record<string, string> {
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

function downloadOutputs({
  path: target,
  placed,
  failed,
  files,
  transferredBytes,
  cacheHits
}: Downloads): Record<string, string> {
  // Without a prototype: an artifact may be called __proto__.
  const paths: Record<string, string> = Object.create(null)
  for (const { artifact, folder } of placed) paths[artifact.name] ??= folder
  return {
    'download-path': target,
    paths: capped(paths),
    'file-count': String(files),
    'extracted-size': String(placed.reduce((sum, { extractedSize }) => sum + extractedSize, 0)),
    'transferred-bytes': String(transferredBytes),
    'cache-hits': String(cacheHits),
    'digest-verified': String(
      placed.length > 0 && failed.length === 0 && placed.every(({ digestAgreed }) => digestAgreed === true)
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
 * Sets all outputs and writes `artifacts-file`, a new file directly under RUNNER_TEMP.
 *
 * @returns what the user should be warned of
 * @throws ActionError where GITHUB_OUTPUT cannot be written
 */
export function writeOutputs(outputs: Record<string, string>, result: Result, env: Environment): string[] {
  const warnings: string[] = []
  let file = ''
  try {
    file = writeArtifacts(result, env)
  } catch (error) {
    warnings.push(`artifacts-file could not be written: ${printable(messageOf(error))}`)
  }
  try {
    for (const [name, text] of Object.entries({ ...outputs, 'artifacts-file': file })) setOutput(name, text)
  } catch (error) {
    throw commandFileError(error, 'The outputs could not be written to GITHUB_OUTPUT')
  }
  if (result.selected.length > 0 && outputs.artifacts === '[]') {
    warnings.push(
      `${result.selected.length} artifacts are more than an output holds: read them from the file in artifacts-file`
    )
  }
  if (result.downloads && result.downloads.placed.length > 0 && outputs.paths === '{}') {
    warnings.push(
      'paths is more than an output holds, so it is empty: under download-path each folder has the name of its artifact'
    )
  }
  return warnings
}

/** The artifacts as JSON, whole or not at all. @returns where */
function writeArtifacts({ selected }: Result, env: Environment): string {
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

/** For a file that the runner gives a step to write to, which is no file or on a disk that takes nothing. */
export function commandFileError(thrown: unknown, what: string): ActionError {
  const { code, message } = diskError(thrown, what)
  return new ActionError(code, message, {
    hint: 'What the step was asked for is done. The runner makes that file anew for each step, in its temporary folder: look at the disk there, and at whether an earlier step changed who may write to it.',
    cause: thrown
  })
}
