import { asActionError } from '../errors/action-error.js'
import { ApiClient } from '../github/api-client.js'
import { ArtifactsApi } from '../github/artifacts-api.js'
import { CommitsApi } from '../github/commits-api.js'
import { dialectOf } from '../github/dialects/dialect-of.js'
import { RefsApi } from '../github/refs-api.js'
import { RunsApi } from '../github/runs-api.js'
import { RateLimits } from '../http/rate-limits.js'
import { RequestQueue } from '../http/request-queue.js'
import type { ActionInputs, Operation } from '../inputs/action-inputs.js'
import type { Environment } from '../inputs/environment.js'
import { requestsPaused, retrying } from '../messages/rate-limits.js'
import type { Reporter } from '../messages/reporter.js'
import { runsOf } from '../selection/inputs.js'
import { ANY_RUN } from '../selection/run-query.js'
import { CHECK_DELAY } from '../selection/wait.js'
import { type Clock, systemClock } from '../time/clock.js'
import { chooseSource } from './choose-source.js'
import { deleteArtifacts } from './delete.js'
import { download } from './download.js'
import { list } from './list.js'
import type { Result, Usage } from './result.js'
import type { Services } from './services.js'

type Run<Name extends Operation> = (
  inputs: Extract<ActionInputs, { operation: Name }>,
  services: Services
) => Promise<Result>

const OPERATIONS: { [Name in Operation]: Run<Name> } = { list, get: list, download, delete: deleteArtifacts }

/** What surrounds a step. */
export interface Host {
  /** The runner's variables. */
  env: Environment
  report: Reporter
  signal: AbortSignal
  /** The built extraction worker. */
  workerUrl: URL
  /** First pause before a retry, in ms. */
  firstDelay?: number | undefined
  /** The clock of pauses; the system's by default. */
  clock?: Clock | undefined
  /** First pause before checking again for artifacts that are not found yet, in ms. */
  checkDelay?: number | undefined
}

/** Runs the operation. Never throws: a failure is in the result. */
export async function runOperation(
  inputs: ActionInputs,
  host: Host
): Promise<{ result: Result; usage: Usage }> {
  const { report, signal, workerUrl, firstDelay, checkDelay = CHECK_DELAY, clock = systemClock } = host
  const queue = new RequestQueue({
    concurrency: inputs.concurrency,
    retries: inputs.retries,
    signal,
    clock,
    limits: new RateLimits({
      longestWait: inputs.rateLimitWait,
      share: inputs.shard?.count ?? 1,
      clock,
      signal,
      onWait: (wait, reason) => report.info(requestsPaused(wait, reason))
    }),
    ...(firstDelay !== undefined && { firstDelay }),
    onRetry: (error, delay) => report.info(retrying(error.message, delay))
  })
  const client = new ApiClient({
    dialect: dialectOf(inputs.apiUrl, host.env, inputs.ownServer),
    apiUrl: inputs.apiUrl,
    token: inputs.token,
    repository: inputs.repository,
    ownRepository: inputs.ownRepository,
    queue,
    access: deletes(inputs) ? 'write' : 'read',
    also: readsToo(inputs),
    stallTimeout: inputs.stallTimeout,
    signal,
    // Repeated checks only ask whether anything is new.
    conditional:
      inputs.waitTimeout > 0 ||
      (inputs.place.kind === 'run' && (inputs.names.length > 0 || inputs.minCount > 0)),
    onAnswer: line => report.debug(line)
  })
  const rest = new ArtifactsApi(client)
  const { artifacts, serviceRequests } = chooseSource(inputs, {
    env: host.env,
    rest,
    dialect: () => client.dialect,
    queue,
    report,
    signal
  })
  const runs = new RunsApi(client)
  const commits = new CommitsApi(client)
  const refs = new RefsApi(client)
  const run = OPERATIONS[inputs.operation] as Run<Operation>
  let result: Result
  try {
    result = await run(inputs, {
      ...{ artifacts, runs, commits, refs, queue },
      ...{ report, signal, workerUrl, checkDelay }
    })
  } catch (error) {
    result = { operation: inputs.operation, selected: [], failure: asActionError(error) }
  }
  if (!client.dialect.knowsCurrentRun) {
    result.pageNumberOf = runId => (runId === inputs.currentRunId ? undefined : runId)
  } else if (client.dialect.pagesByNumber) {
    const { GITHUB_RUN_NUMBER: current } = host.env
    result.pageNumberOf = runId =>
      runs.numberOf(runId) ??
      (runId === inputs.currentRunId && inputs.ownServer ? Number(current) || undefined : undefined)
  }
  // The signal came first, whatever it broke.
  if (signal.aborted && result.failure) result.failure = asActionError(signal.reason)
  return {
    result,
    usage: {
      apiRequests: client.requests,
      serviceRequests: serviceRequests(),
      rateLimitRemaining: client.rateLimitRemaining
    }
  }
}

/** The permissions to read that the step needs besides Actions. */
function readsToo(inputs: ActionInputs): ('contents' | 'pull-requests')[] {
  const runs = runsOf(inputs.place) ?? ANY_RUN
  const readsRefs = inputs.operation === 'delete' && inputs.goneBranches
  const readsCommits = runs.mergeBase !== undefined || runs.ancestors > 0
  const readsPulls = runs.pullRequest !== undefined || runs.merged !== undefined
  return [
    ...(readsRefs || readsCommits ? (['contents'] as const) : []),
    ...(readsPulls ? (['pull-requests'] as const) : [])
  ]
}

function deletes(inputs: ActionInputs): boolean {
  return inputs.operation === 'delete'
    ? !inputs.dryRun
    : inputs.operation === 'download' && inputs.deleteAfter
}
