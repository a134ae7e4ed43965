import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { ActionError, asActionError, TOKEN_CODES } from '../errors/action-error.js'
import { RequestError } from '../errors/request-error.js'
import { type Artifact, newestFirst, totalSize } from '../github/artifact.js'
import type { DeleteActionInputs } from '../inputs/action-inputs.js'
import {
  deletedAll,
  deletedLine,
  deletionStopped,
  deletionStoppedAdvice,
  failedLine,
  labelsOf,
  planTooLarge,
  planTooLargeAdvice,
  quotaIsLate,
  stoppedLine,
  wouldDelete
} from '../messages/operations.js'
import { keptLine } from '../messages/selection.js'
import { type GroupTally, tallyGroups } from '../selection/group-tally.js'
import { type Retention, retentionOf } from '../selection/retention.js'
import { selectArtifacts } from '../selection/select-artifacts.js'
import { failureOf, textOf } from './failure.js'
import { withLogGroup } from './log-group.js'
import { type Deletions, isQuotaLate, type Result } from './result.js'
import type { Services } from './services.js'

/** `delete`: the whole plan is known before the first artifact is deleted. */
export async function deleteArtifacts(inputs: DeleteActionInputs, services: Services): Promise<Result> {
  try {
    return await planAndDelete(inputs, services)
  } catch (error) {
    // Only planning throws: nothing was deleted.
    const failure = asActionError(error)
    return { operation: inputs.operation, selected: [], deletions: noDeletions([]), failure }
  }
}

async function planAndDelete(inputs: DeleteActionInputs, services: Services): Promise<Result> {
  const { operation, dryRun, maxDeletes } = inputs
  const { report } = services
  let retention: Retention | undefined
  const { selected, kept, keptArtifacts, failure } = await selectArtifacts(
    inputs,
    services,
    async candidates => {
      retention = await retentionOf(inputs, candidates, services)
      return retention.keep
    }
  )
  for (const group of kept) report.info(keptLine(group))

  const refusal = failure ?? refusalOf(selected, maxDeletes)
  if (!failure && (dryRun || refusal)) await reportPlan(selected, services)
  const nothing = { ...noDeletions(selected), dryRun, kept }
  if (refusal) return { operation, selected, deletions: nothing, failure: refusal }

  const deletions: Deletions = dryRun
    ? { ...nothing, deleted: selected, remaining: [] }
    : { ...(await deleteAll(selected, services)), kept }
  if (retention && keptArtifacts) deletions.groups = groupsOf(deletions, keptArtifacts, retention)
  const { tokensGetAccessFrom: accessFrom } = services.runs.dialect
  report.info(deletedAll(deletions, { total: selected.length, accessFrom }))
  if (isQuotaLate(inputs, deletions)) report.info(quotaIsLate())
  const failed = deletionFailure(deletions, selected.length)
  return { operation, selected, deletions, ...(failed && { failure: failed }) }
}

/** The error of a plan that is larger than `max-deletes`. */
function refusalOf(plan: readonly Artifact[], limit: number | undefined): ActionError | undefined {
  if (limit === undefined || plan.length <= limit) return undefined
  const facts = { count: plan.length, size: totalSize(plan), limit }
  return new ActionError('plan-too-large', planTooLarge(facts), { hint: planTooLargeAdvice() })
}

async function reportPlan(plan: readonly Artifact[], { report }: Services): Promise<void> {
  const label = labelsOf(plan)
  await withLogGroup(report, { total: plan.length }, () => {
    for (const artifact of oldestFirst(plan)) report.info(wouldDelete(artifact, label(artifact)))
  })
}

/**
 * Deletes artifacts, the oldest first. It goes on when one fails. After an error that every other request to the REST API
 * would meet too (a refused token, a missing permission, a rate limit), it goes on with the artifacts that need no such
 * request. After a signal it stops. What a limit or a signal stopped is `remaining`, and `stopped` is its error.
 */
export async function deleteAll(artifacts: readonly Artifact[], services: Services): Promise<Deletions> {
  const { report, signal, queue } = services
  const result = noDeletions([])
  const label = labelsOf(artifacts)
  let isOver = false
  let restIsOver = false
  const deleteOne = async (artifact: Artifact) => {
    if (isOver || (restIsOver && services.artifacts.usesRest(artifact))) {
      result.remaining.push(artifact)
      return
    }
    try {
      const outcome = await services.artifacts.delete(artifact)
      result[outcome].push(artifact)
      report.info(deletedLine(artifact, label(artifact), outcome))
    } catch (thrown) {
      // A request that the signal kept from being sent has not failed.
      const error = asActionError(
        signal.aborted && !(thrown instanceof RequestError) ? signal.reason : thrown
      )
      isOver ||= error.code === 'interrupted'
      restIsOver ||= meetsAll(error)
      if (error.code === 'api-rate-limited' || error.code === 'interrupted') {
        if (result.stopped === undefined) report.info(stoppedLine(error.message))
        result.stopped ??= error
        result.remaining.push(artifact)
      } else {
        result.failed.push({ artifact, error })
        report.info(failedLine(error.message))
      }
    }
  }
  const [oldest, ...others] = oldestFirst(artifacts)
  await withLogGroup(report, { total: artifacts.length }, async () => {
    // Alone: one request shows whether the permission is missing.
    if (oldest) await deleteOne(oldest)
    await forEachConcurrently(others, queue.concurrency, deleteOne)
  })
  return result
}

/** Whether every other request to the REST API would fail alike. */
function meetsAll(error: ActionError): boolean {
  return (
    error instanceof RequestError && (TOKEN_CODES.includes(error.code) || error.code === 'api-rate-limited')
  )
}

/** How much of each group is kept and deleted. */
function groupsOf(
  { deleted, gone, failed, remaining }: Deletions,
  keptArtifacts: readonly Artifact[],
  { groupOf }: Retention
): GroupTally[] {
  const kept = [...keptArtifacts, ...remaining, ...failed.map(({ artifact }) => artifact)]
  return tallyGroups({ kept, deleted: [...deleted, ...gone] }, groupOf)
}

/** The error of a plan that was not completed; undefined if it was. */
export function deletionFailure(
  { failed, remaining, stopped }: Deletions,
  total: number
): ActionError | undefined {
  const failure = failureOf('delete', total, failed)
  if (stopped === undefined) return failure
  const texts = [stopped, failure].filter(error => error !== undefined).map(textOf)
  return new ActionError(stopped.code, deletionStopped({ remaining: remaining.length, total }, texts), {
    hint: deletionStoppedAdvice(stopped.hint),
    cause: stopped
  })
}

/** A plan of which nothing is done. */
export function noDeletions(plan: Artifact[]): Deletions {
  return { dryRun: false, deleted: [], gone: [], failed: [], remaining: [...plan] }
}

function oldestFirst(artifacts: readonly Artifact[]): Artifact[] {
  return artifacts.toSorted((a, b) => newestFirst(b, a))
}
