import { existsSync } from 'node:fs'
import { scaledClock } from './clock.js'
import { GitHubServer, type GitHubServerOptions, type RequestRecord } from './github-server/index.js'
import { contradictions, inputsOf, type OperationCase } from './operation-cases.js'
import { disorders } from './orderly.js'
import { type StepResult, startJob } from './runner.js'
import { stepOf } from './scenario.js'

/** A minute's pause for a limit takes 3 ms. */
const SPEED = 20_000
/** Thousands of small folders: in memory, where there is such a place. */
const MEMORY = existsSync('/dev/shm') ? '/dev/shm' : undefined

/** One step, and what is not as it should be. */
export interface Turn {
  step: StepResult
  wrong: string[]
  /** Requests to the API and to storage. */
  asked: readonly RequestRecord[]
}

/** One server for many steps, each of which has a repository and a job of its own. */
export class Worlds {
  readonly server: GitHubServer
  #count = 0
  #closed: Promise<void> | undefined

  private constructor(server: GitHubServer) {
    this.server = server
  }

  static async start(options: GitHubServerOptions = {}): Promise<Worlds> {
    // Not strict: a redirect may lead where no endpoint is. And more requests than an hour allows.
    const rateLimit = { limit: 1_000_000_000 }
    return new Worlds(await GitHubServer.start({ strict: false, rateLimit, ...options }))
  }

  /** @param arm what goes wrong from now on */
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
    const job = startJob({ apiUrl, token, repository: repository.full_name, runId: run.id }, MEMORY)
    try {
      const world = { server, repository, run, job }
      await operation.arrange(world)
      const had = repository.artifacts.items.map(({ name }) => name)
      server.clearRequests()
      server.clearFaults()
      arm(server)
      const inputs = { retries: '1', concurrency: '1', ...inputsOf(operation, world), ...more }
      const step = await stepOf(job, scaledClock(SPEED), 1)(inputs)
      const wrong = [...disorders(step, world), ...contradictions(operation, world, step, had)]
      return { step, wrong, asked: server.requests }
    } finally {
      job.remove()
    }
  }

  /** In mid-flight too, and more than once. */
  async close(): Promise<void> {
    this.#closed ??= this.server.close()
    await this.#closed
  }
}
