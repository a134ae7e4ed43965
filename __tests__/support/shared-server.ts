import { scaledClock } from './clock.js'
import { GitHubServer, type GitHubServerOptions, type RequestRecord } from './github-server/index.js'
import { MEMORY_FOLDER } from './memory-folder.js'
import { contradictions, inputsOf, type OperationCase } from './operation-cases.js'
import { type StepResult, startJob } from './runner.js'
import { stepOf } from './scenario.js'
import { stepProblems } from './step-problems.js'

/** How much faster pauses are: a minute takes 3 ms. */
const SPEED = 20_000

/** One step and its problems. */
export interface Turn {
  step: StepResult
  wrong: string[]
  /** Requests to the API and to storage. */
  asked: readonly RequestRecord[]
}

/** One server for many steps. Each step has its own repository and job. */
export class SharedServer {
  readonly server: GitHubServer
  #count = 0
  #closed: Promise<void> | undefined

  private constructor(server: GitHubServer) {
    this.server = server
  }

  static async start(options: GitHubServerOptions = {}): Promise<SharedServer> {
    // Not strict, because redirects may lead to unknown paths. The rate limit allows all requests of a sweep.
    const rateLimit = { limit: 1_000_000_000 }
    return new SharedServer(await GitHubServer.start({ strict: false, rateLimit, ...options }))
  }

  /** @param arm adds faults */
  async turn(
    operation: OperationCase,
    arm: (server: GitHubServer) => void = () => {},
    more: Record<string, string> = {}
  ): Promise<Turn> {
    const { server } = this
    this.#count += 1
    const repository = server.addRepository(`octo-org/app-${this.#count}`)
    const workflow = repository.addWorkflow('.github/workflows/ci.yml', { name: 'CI' })
    repository.addBranch('main')
    const run = repository.addRun({ workflow, status: 'in_progress' })
    const { apiUrl, token } = server
    const job = startJob({ apiUrl, token, repository: repository.full_name, runId: run.id }, MEMORY_FOLDER)
    try {
      const world = { server, repository, run, job }
      await operation.arrange(world)
      const had = repository.artifacts.items.map(({ name }) => name)
      server.clearRequests()
      server.clearFaults()
      arm(server)
      const inputs = { retries: '1', concurrency: '1', ...inputsOf(operation, world), ...more }
      const step = await stepOf(job, scaledClock(SPEED), 1)(inputs, operation.environment?.(server, run))
      const wrong = [
        ...stepProblems(step, world),
        ...contradictions(operation, world, step, had),
        ...(operation.problems?.(world, step) ?? [])
      ]
      return { step, wrong, asked: server.requests }
    } finally {
      job.remove()
    }
  }

  /** Can be called during a step, and more than once. */
  async close(): Promise<void> {
    this.#closed ??= this.server.close()
    await this.#closed
  }
}
