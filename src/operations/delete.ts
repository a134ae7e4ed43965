import { forEachConcurrently } from '../concurrent.js'
import { type Artifact, totalSize } from '../domain/artifact.js'
import { plural } from '../domain/plural.js'
import { printable } from '../domain/printable.js'
import { formatSize } from '../domain/size.js'
import { type ActionError, asActionError, RequestError } from '../errors.js'
import type { DeleteRequest } from '../request.js'
import { failureOf } from './failure.js'
import type { Deletions, Result } from './result.js'
import { selectArtifacts } from './selection.js'
import type { Services } from './services.js'

/** `delete`: the whole plan is known before the first artifact is deleted. */
export async function deleteArtifacts(request: DeleteRequest, services: Services): Promise<Result> {
  const { selected, failure } = await selectArtifacts(request, services)
  const plan = { operation: request.operation, selected }
  if (failure) return { ...plan, deletions: noDeletions(selected), failure }
  const deletions = request.dryRun
    ? { ...noDeletions([]), dryRun: true, deleted: selected }
    : await deleteAll(selected, services)
  if (request.dryRun) {
    for (const artifact of oldestFirst(selected)) services.report.info(`  would delete ${label(artifact)}`)
  }
  const verb = request.dryRun ? 'Would delete' : 'Deleted'
  services.report.info(
    `${verb} ${deletions.deleted.length} of ${plural(selected.length, 'artifact')} (${formatSize(totalSize(deletions.deleted))})${deletions.gone.length > 0 ? `, ${deletions.gone.length} were already gone` : ''}`
  )
  const failed = failureOf('delete', selected.length, deletions.failed)
  return { ...plan, deletions, ...(failed && { failure: failed }) }
}

/**
 * Deletes artifacts, the oldest first, and goes on when one fails. A refusal that would meet the others too (the token,
 * the permission, the rate limit) ends it: the rest is `remaining`.
 */
export async function deleteAll(artifacts: readonly Artifact[], services: Services): Promise<Deletions> {
  const result = noDeletions([])
  let stopped = false
  await forEachConcurrently(oldestFirst(artifacts), services.queue.concurrency, async artifact => {
    if (stopped) {
      result.remaining.push(artifact)
      return
    }
    try {
      const outcome = await services.artifacts.delete(artifact)
      result[outcome].push(artifact)
      services.report.info(`  ${outcome === 'deleted' ? 'deleted' : 'already gone:'} ${label(artifact)}`)
    } catch (thrown) {
      const error = asActionError(thrown)
      stopped ||= meetsAll(error)
      result.failed.push({ artifact, error })
      services.report.info(`  failed: ${error.message}`)
    }
  })
  return result
}

/** Nothing done of a plan. */
export function noDeletions(plan: Artifact[]): Deletions {
  return { dryRun: false, deleted: [], gone: [], failed: [], remaining: [...plan] }
}

function oldestFirst(artifacts: readonly Artifact[]): Artifact[] {
  return artifacts.toSorted((a, b) => a.id - b.id)
}

function meetsAll(error: ActionError): boolean {
  return (
    error instanceof RequestError &&
    ['api-unauthorized', 'api-forbidden', 'api-rate-limited'].includes(error.code)
  )
}

function label({ name, id, size_in_bytes: size }: Artifact): string {
  return `${printable(name)} (${id}), ${formatSize(size)}`
}
