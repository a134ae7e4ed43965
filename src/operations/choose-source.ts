import { RequestError } from '../errors/request-error.js'
import { failedRequest } from '../github/api-error.js'
import { RunArtifacts } from '../github/artifact-service/run-artifacts.js'
import { runtimeEnvironment } from '../github/artifact-service/runtime-environment.js'
import { ServiceArtifacts } from '../github/artifact-service/service-artifacts.js'
import { ServiceClient } from '../github/artifact-service/service-client.js'
import type { ArtifactSource } from '../github/artifact-source.js'
import type { Dialect } from '../github/dialects/dialect.js'
import { fullName } from '../github/repository.js'
import type { RequestQueue } from '../http/request-queue.js'
import type { ActionInputs } from '../inputs/action-inputs.js'
import type { Environment } from '../inputs/environment.js'
import { toListArtifacts } from '../messages/api.js'
import {
  asking,
  fallingBack,
  mayMissEarlierAttempts,
  mayMissOtherProtocols,
  restDoesNotKnowRun,
  startArtifactServer,
  useRest
} from '../messages/artifact-service.js'
import type { Reporter } from '../messages/reporter.js'

interface SourceContext {
  env: Environment
  rest: ArtifactSource
  /** Of the server, as far as it is known by now. */
  dialect: () => Dialect
  queue: RequestQueue
  report: Reporter
  signal: AbortSignal
}

interface ChosenSource {
  artifacts: ArtifactSource
  /** Requests to the run's artifact service so far. */
  serviceRequests: () => number
}

/** Chooses where the artifacts come from: the current run's own service with REST behind it, or REST alone. */
export function chooseSource(inputs: ActionInputs, context: SourceContext): ChosenSource {
  const { backend, operation, place, currentRunId: runId } = inputs
  const { env, rest, queue, report, signal } = context
  const dialect = context.dialect()
  const restOnly = { artifacts: rest, serviceRequests: () => 0 }
  const isOwnRun = place.kind === 'ids' || (place.kind === 'run' && place.how === 'current')
  if (!isOwnRun || !inputs.ownServer || runId === undefined) return restOnly
  const isRestOnly = backend === 'rest' || inputs.includeExpired
  const restKnowsRun = dialect.knowsCurrentRun && backend !== 'runtime'
  if (isRestOnly && (restKnowsRun || place.kind === 'ids')) return restOnly
  const { access, isOffered, run, isAct, listsAll } = runtimeEnvironment(env)
  if (!isOffered && backend === 'auto') {
    if ('unusable' in access) report.debug(fallingBack(access.unusable))
    return restOnly
  }
  const repository = fullName(inputs.repository)
  const hint = isAct ? startArtifactServer() : useRest()
  const usable = backend === 'rest' ? { unusable: restDoesNotKnowRun() } : access
  const service =
    'unusable' in usable
      ? unusable(toListArtifacts(repository, runId), { reason: usable.unusable, hint })
      : new ServiceArtifacts(
          new ServiceClient({
            access: usable,
            queue,
            stallTimeout: inputs.stallTimeout,
            signal,
            hint,
            onAnswer: line => report.debug(line)
          }),
          { ...run, id: runId, repository, traits: dialect.serviceTraits }
        )
  const omission = run.attempt > 1 ? mayMissEarlierAttempts(run.attempt) : undefined
  const artifacts = new RunArtifacts({
    service,
    rest,
    runId,
    restKnowsRun,
    restKnowsIds: backend === 'auto',
    listsAll,
    idsAreHashes: isAct,
    omission,
    ifNoArtifactFound: inputs.ifNoArtifactFound,
    waits: inputs.waitTimeout > 0,
    signal,
    onPartial: () => {
      const known = context.dialect()
      // What the REST API does not list either is in its notes.
      if (known.omits === undefined) {
        report.info(mayMissOtherProtocols({ mayBeGitea: 'recognize' in known }))
      }
    },
    onSource: source => {
      report.info(asking(source))
      if (source === 'service' && operation !== 'get' && omission !== undefined) report.info(omission)
    },
    debug: line => report.debug(line)
  })
  return { artifacts, serviceRequests: () => (service instanceof RequestError ? 0 : service.requests) }
}

function unusable(subject: string, details: { reason: string; hint: string }): RequestError {
  return failedRequest('service-failed', subject, { ...details, subject, unsent: true, retryable: false })
}
