import { run } from '../../src/run.js'
import { type ScaledClock, scaledClock } from './clock.js'
import { GitHubServer, type GitHubServerOptions, type Repository, type Run } from './github-server/index.js'
import { MEMORY_FOLDER } from './memory-folder.js'
import { type Job, runInProcess, type StepResult, startJob } from './runner.js'

/** As it is built: the sources cannot start it. `npm run build` makes it anew. */
const WORKER_URL = new URL('../../dist/worker.js', import.meta.url)

/** A server with one repository, a run that is under way, and a job in it. */
export interface Scenario {
  server: GitHubServer
  repository: Repository
  run: Run
  job: Job
  /** What the action's pauses go by: a minute takes 60 ms unless told. */
  clock: ScaledClock
  /** One step, in this process. */
  step(inputs: Record<string, string>, env?: Record<string, string | undefined>): Promise<StepResult>
  /** What the API and storage were asked, as `GET /repos/…?query`, without the page size. */
  asked(): string[]
  /** Fails when a request or an answer broke GitHub's description, or a token went to storage. */
  close(): Promise<void>
}

/** How many times as fast as true time the action's pauses pass. */
const SPEED = 1000
/** The first pause before another check, in ms. */
const CHECK_DELAY = 20

/** Runs steps of a job in this process. */
export function stepOf(job: Job, clock: ScaledClock, checkDelay = CHECK_DELAY): Scenario['step'] {
  return (inputs, env = {}) =>
    runInProcess(job, { inputs, env }, stepEnv =>
      run({ env: stepEnv, firstDelay: 1, clock, checkDelay, workerUrl: WORKER_URL })
    )
}

export async function startScenario(
  options: GitHubServerOptions = {},
  clock: ScaledClock = scaledClock(SPEED)
): Promise<Scenario> {
  const server = await GitHubServer.start(options)
  const repository = server.addRepository('octo-org/app')
  const workflow = repository.addWorkflow('.github/workflows/ci.yml', { name: 'CI' })
  repository.addBranch('main')
  const run = repository.addRun({ workflow, status: 'in_progress' })
  const { apiUrl, token } = server
  const job = startJob({ apiUrl, token, repository: 'octo-org/app', runId: run.id }, MEMORY_FOLDER)
  return {
    server,
    repository,
    run,
    job,
    clock,
    step: stepOf(job, clock),
    asked: () =>
      server.requests.map(({ method, server: name, path, query }) => {
        if (name === 'storage') return `${method} storage`
        const { per_page: _, ...rest } = query
        const search = new URLSearchParams(rest).toString()
        return `${method} ${path.replace(/^.*?\/(repos\/[^/]+|repositories)\/[^/]+/, '')}${search === '' ? '' : `?${search}`}`
      }),
    close: async () => {
      await server.close()
      job.remove()
      server.assertConforms()
      for (const request of server.requests) {
        if (request.server === 'storage' && request.headers.authorization !== undefined) {
          throw new Error(`the token went to storage: ${request.path}`)
        }
      }
    }
  }
}
