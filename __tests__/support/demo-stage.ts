import { startOf } from '../../scripts/demo/event.js'
import { playWorkflow } from '../../scripts/demo/player.js'
import { plausibleRepository, runInProgress, type World } from '../../scripts/demo/repository.js'
import { serverStage } from '../../scripts/demo/server-stage.js'
import type { ReadyStep } from '../../scripts/demo/stage.js'
import { readWorkflow } from '../../scripts/demo/workflow.js'
import { GitHubServer, type Permissions, type Run } from './github-server/index.js'

/** What a step answers in place of the action. */
export type Answer = (step: ReadyStep) => { code?: number; outputs?: Record<string, string> }

export interface Played {
  isSuccess: boolean
  /** The steps that would have been run. */
  steps: ReadyStep[]
  /** With what the token of each of their jobs may do. */
  permissions: Permissions[]
  said: string[]
  run: Run
}

/** The demo's server and repositories, on which workflows are played without the action itself. */
export class DemoStage {
  readonly #server: GitHubServer
  readonly #world: World

  private constructor(server: GitHubServer, world: World) {
    this.#server = server
    this.#world = world
  }

  static async start(): Promise<DemoStage> {
    const server = await GitHubServer.start()
    return new DemoStage(server, await plausibleRepository(server))
  }

  get server(): GitHubServer {
    return this.#server
  }

  async play(yaml: string, answer: Answer = () => ({}), event?: string): Promise<Played> {
    const workflow = readWorkflow(yaml)
    const start = startOf(workflow, yaml, this.#world, event)
    const run = await runInProgress(this.#world.repository, {
      ...start.run,
      path: '.github/workflows/try.yml'
    })
    const stage = serverStage(workflow, { server: this.#server, run, start })
    const played: Omit<Played, 'isSuccess'> = { steps: [], permissions: [], said: [], run }
    const isSuccess = await playWorkflow(workflow, {
      ...stage,
      say: line => {
        played.said.push(line.trimEnd())
      },
      startMachine: permissions => ({
        ...stage.startMachine(permissions),
        run: step => {
          played.steps.push(step)
          played.permissions.push(permissions)
          const { code = 0, outputs = {} } = answer(step)
          return Promise.resolve({ code, outputs })
        }
      })
    })
    run.status = 'completed'
    run.conclusion = isSuccess ? 'success' : 'failure'
    return { isSuccess, ...played }
  }

  async close(): Promise<void> {
    await this.#server.close()
  }
}
