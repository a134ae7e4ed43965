import { forEachConcurrently } from '../concurrency/for-each-concurrently.js'
import { ActionError, asActionError } from '../errors/action-error.js'
import { RequestError } from '../errors/request-error.js'
import { type Artifact, totalSize } from '../github/artifact.js'
import type { DeleteActionInputs } from '../inputs/action-inputs.js'
import { detailsOf, labelsOf, withLogGroup } from '../messages/log-lines.js'
import { plural } from '../messages/plural.js'
import { formatSize } from '../messages/size.js'
import { type GroupTally, tallyGroups } from '../selection/group-tally.js'
import { type Rules, rulesOf } from '../selection/retention.js'
import type { Kept } from '../selection/select.js'
import { selectArtifacts } from '../selection/select-artifacts.js'
import { failureOf, OF_THE_TOKEN } from './failure.js'
import type { Deletions, Result } from './result.js'
import type { Services } from './services.js'

/** `delete`: the whole plan is known before the first artifact is deleted. */
export async function deleteArtifacts(inputs: DeleteActionInputs, services: Services): Promise<Result> {
  try {
    return await planAndDelete(inputs, services)
  } catch (error) {
    // Only the way to the plan throws: nothing was deleted.
    const failure = asActionError(error)
    return { operation: inputs.operation, selected: [], deletions: noDeletions([]), failure }
  }
}

async function planAndDelete(inputs: DeleteActionInputs, services: Services): Promise<Result> {
  let rules: Rules | undefined
  const { selected, spared, kept, failure } = await selectArtifacts(inputs, services, async look => {
    rules = await rulesOf(inputs, look, services)
    return rules.sparing
  })
  reportSpared(spared, services)
  const plan = { operation: inputs.operation, selected }
  const nothing = { ...noDeletions(selected), dryRun: inputs.dryRun, spared }
  const refusal = failure ?? tooMany(selected, inputs.maxDeletes)
  if (!failure && (inputs.dryRun || refusal)) await tellPlan(selected, services)
  if (refusal) return { ...plan, deletions: nothing, failure: refusal }
  const deletions: Deletions = inputs.dryRun
    ? { ...nothing, deleted: selected, remaining: [] }
    : { ...(await deleteAll(selected, services)), spared }
  if (rules && kept) deletions.groups = groupsOf(deletions, kept, rules)
  reportDeletions(deletions, selected.length, services)
  const failed = deletionFailure(deletions, selected.length)
  return { ...plan, deletions, ...(failed && { failure: failed }) }
}

function groupsOf(
  { deleted, gone, failed, remaining }: Deletions,
  kept: readonly Artifact[],
  { groupOf }: Rules
): GroupTally[] {
  const left = [...kept, ...remaining, ...failed.map(({ artifact }) => artifact)]
  return tallyGroups({ kept: left, deleted: [...deleted, ...gone] }, groupOf)
}

/**
 * Deletes artifacts, the oldest first, and goes on when one fails. A refusal that would meet the others too ends it: the
 * token, the permission, or what is nobody's fault, a rate limit or a signal: what that stopped is `remaining`, and
 * `stopped` says why.
 */
export async function deleteAll(artifacts: readonly Artifact[], services: Services): Promise<Deletions> {
  const result = noDeletions([])
  const label = labelsOf(artifacts)
  let isOver = false
  const deleteOne = async (artifact: Artifact) => {
    if (isOver) {
      result.remaining.push(artifact)
      return
    }
    try {
      const outcome = await services.artifacts.delete(artifact)
      result[outcome].push(artifact)
      services.report.info(
        `  ${outcome === 'deleted' ? 'deleted' : 'already gone:'} ${label(artifact)}${detailsOf(artifact)}`
      )
    } catch (thrown) {
      const { signal } = services
      // What was not sent when a signal came has not failed.
      const error = asActionError(
        signal.aborted && !(thrown instanceof RequestError) ? signal.reason : thrown
      )
      isOver ||= meetsAll(error)
      if (error.code === 'api-rate-limited' || error.code === 'interrupted') {
        if (result.stopped === undefined) services.report.info(`  stopped: ${error.message}`)
        result.stopped ??= error
        result.remaining.push(artifact)
      } else {
        result.failed.push({ artifact, error })
        services.report.info(`  failed: ${error.message}`)
      }
    }
  }
  const [oldest, ...others] = oldestFirst(artifacts)
  await inGroup(artifacts, services, async () => {
    // Alone: where the permission is missing, one request shows it.
    if (oldest) await deleteOne(oldest)
    await forEachConcurrently(others, services.queue.concurrency, deleteOne)
  })
  return result
}

async function tellPlan(plan: readonly Artifact[], services: Services): Promise<void> {
  const label = labelsOf(plan)
  await inGroup(plan, services, () => {
    for (const artifact of oldestFirst(plan))
      services.report.info(`  would delete ${label(artifact)}${detailsOf(artifact)}`)
  })
}

function inGroup(
  { length: lines }: readonly Artifact[],
  { report }: Services,
  action: () => void | Promise<void>
): Promise<void> {
  return withLogGroup(report, { title: plural(lines, 'artifact'), lines }, action)
}

/** The error of a plan that was not carried out; undefined when it was. */
export function deletionFailure(
  { failed, remaining, stopped }: Deletions,
  total: number
): ActionError | undefined {
  const failure = failureOf('delete', total, failed)
  if (stopped === undefined) return failure
  const left = `${remaining.length} of ${plural(total, 'artifact')} are left`
  return new ActionError(
    stopped.code,
    [`${left}: ${stopped.message}`, failure?.message].filter(Boolean).join('\n'),
    {
      hint: `${stopped.hint ?? ''} The oldest were deleted first: the same step goes on where this one stopped.`.trim(),
      cause: stopped
    }
  )
}

/** Nothing done of a plan. */
export function noDeletions(plan: Artifact[]): Deletions {
  return { dryRun: false, deleted: [], gone: [], failed: [], remaining: [...plan] }
}

function tooMany(plan: readonly Artifact[], most: number | undefined): ActionError | undefined {
  if (most === undefined || plan.length <= most) return undefined
  return new ActionError(
    'plan-too-large',
    `${plural(plan.length, 'artifact')} (${formatSize(totalSize(plan))}) would be deleted, more than max-deletes: ${most}. Nothing was deleted`,
    {
      hint: 'The log names them. Raise max-deletes if that is what you want, or narrow what is meant.'
    }
  )
}

function reportSpared(spared: readonly Kept[], { report }: Services): void {
  for (const { rule, count, size } of spared) {
    report.info(`  spared by ${rule}: ${plural(count, 'artifact')} (${formatSize(size)})`)
  }
}

function reportDeletions(
  { dryRun, deleted, gone, failed, remaining }: Deletions,
  total: number,
  { report }: Services
) {
  const more = [
    gone.length > 0 && `${gone.length} already gone`,
    failed.length > 0 && `${failed.length} failed`,
    remaining.length > 0 && `${remaining.length} left`,
    dryRun && total > 0 && 'not trying whether the token may (actions: write)'
  ].filter(Boolean)
  const parts = [
    `${dryRun ? 'Would delete' : 'Deleted'} ${deleted.length} of ${plural(total, 'artifact')} (${formatSize(totalSize(deleted))})`,
    ...more
  ]
  report.info(parts.join(', '))
}

function oldestFirst(artifacts: readonly Artifact[]): Artifact[] {
  return artifacts.toSorted((a, b) => a.id - b.id)
}

function meetsAll(error: ActionError): boolean {
  return (
    error.code === 'interrupted' ||
    (error instanceof RequestError &&
      (OF_THE_TOKEN.includes(error.code) || error.code === 'api-rate-limited'))
  )
}
