import { type Clock, systemClock } from '../clock.js'
import { asActionError } from '../errors.js'
import { Artifacts } from '../github/artifacts.js'
import { Client } from '../github/client.js'
import { Refs } from '../github/refs.js'
import { Runs } from '../github/runs.js'
import { RateLimits } from '../rate-limits.js'
import type { Operation, Request } from '../request.js'
import { RequestQueue } from '../request-queue.js'
import { deleteArtifacts } from './delete.js'
import { download } from './download.js'
import { LOOK_DELAY } from './finder/wait.js'
import { list } from './list.js'
import type { Result } from './result.js'
import type { Reporter, Services } from './services.js'

type Run<Name extends Operation> = (
  request: Extract<Request, { operation: Name }>,
  services: Services
) => Promise<Result>

const OPERATIONS: { [Name in Operation]: Run<Name> } = { list, get: list, download, delete: deleteArtifacts }

interface Outcome {
  result: Result
  usage: { apiRequests: number; rateLimitRemaining: number | undefined }
}

interface Host {
  report: Reporter
  signal: AbortSignal
  workerUrl: URL
  /** First pause before a retry, in ms. */
  firstDelay?: number | undefined
  /** What pauses go by; the system's unless a test says otherwise. */
  clock?: Clock | undefined
  /** First pause before looking again for what is not there yet, in ms. */
  lookDelay?: number | undefined
}

/** Does what a request asks. Never throws an error of the outside world: what failed is in the result. */
export async function runOperation(request: Request, host: Host): Promise<Outcome> {
  const { report, signal, workerUrl, firstDelay, lookDelay = LOOK_DELAY, clock = systemClock } = host
  const queue = new RequestQueue({
    concurrency: request.concurrency,
    retries: request.retries,
    signal,
    clock,
    limits: new RateLimits({
      longestWait: request.rateLimitWait,
      share: request.shard?.count ?? 1,
      clock,
      signal,
      onWait: (wait, why) => report.info(`Nothing is sent for ${Math.ceil(wait / 1000)} s: ${why}`)
    }),
    ...(firstDelay !== undefined && { firstDelay }),
    onRetry: (error, delay) => report.info(`${error.message}; trying again in ${(delay / 1000).toFixed(1)} s`)
  })
  const client = new Client({
    apiUrl: request.apiUrl,
    token: request.token,
    repository: request.repository,
    ownRepository: request.ownRepository,
    queue,
    access: deletes(request) ? 'write' : 'read',
    stallTimeout: request.stallTimeout,
    signal,
    // Who looks again asks only whether there is anything new.
    conditional: request.waitTimeout > 0 || (request.place.kind === 'run' && request.names.length > 0),
    onAnswer: line => report.debug(line)
  })
  const artifacts = new Artifacts(client)
  const runs = new Runs(client)
  const refs = new Refs(client)
  const run = OPERATIONS[request.operation] as Run<Operation>
  let result: Result
  try {
    result = await run(request, { artifacts, runs, refs, queue, report, signal, workerUrl, lookDelay })
  } catch (error) {
    result = { operation: request.operation, selected: [], failure: asActionError(error) }
  }
  // Whatever broke when the signal came: it came first.
  if (signal.aborted && result.failure) result.failure = asActionError(signal.reason)
  return { result, usage: { apiRequests: client.requests, rateLimitRemaining: client.rateLimitRemaining } }
}

function deletes(request: Request): boolean {
  return request.operation === 'delete'
    ? !request.dryRun
    : request.operation === 'download' && request.deleteAfter
}
