import type { ScaledClock } from './clock.js'
import type { GitHubServerOptions, ServiceDialect } from './github-server/index.js'
import type { StepResult } from './runner.js'
import { type Scenario, startScenario } from './scenario.js'

/** A job whose runner offers the run's artifact service. */
export interface ServiceScenario extends Scenario {
  /** The variables that lead to the service, anew for the run's current attempt. */
  environment(): Record<string, string>
  /** What the step asked: `service ListArtifacts`, `api GET …/artifacts`, `storage`. */
  requests(): string[]
  /** Where requests with the runtime token went. */
  tokenSeenBy(): string[]
}

const SERVER_URLS: Partial<Record<ServiceDialect, string>> = {
  github: 'https://github.com',
  act: 'https://github.com'
}

/** Nothing of the step's environment but the service differs from `startScenario`. */
export async function startServiceScenario(
  artifactService: ServiceDialect = 'github',
  options: GitHubServerOptions = {},
  clock?: ScaledClock
): Promise<ServiceScenario> {
  const scenario = await startScenario({ artifactService, ...options }, clock)
  const { server, run } = scenario
  const serverUrl = SERVER_URLS[artifactService]
  const environment = () => ({
    ...server.runtimeEnvironment(run),
    GITHUB_RUN_ATTEMPT: String(run.run_attempt),
    ...(serverUrl !== undefined && { GITHUB_SERVER_URL: serverUrl })
  })
  return {
    ...scenario,
    environment,
    step: (inputs, env = {}): Promise<StepResult> => scenario.step(inputs, { ...environment(), ...env }),
    requests: () =>
      server.requests.map(({ server: name, method, path }) => {
        if (name === 'storage') return name
        return name === 'service'
          ? `service ${path.split('/').at(-1)}`
          : `api ${method} ${path.split('/').at(-1)}`
      }),
    tokenSeenBy: () => [
      ...new Set(
        server.runtimeTokens.flatMap(token => server.requestsWith(token).map(request => request.server))
      )
    ]
  }
}
