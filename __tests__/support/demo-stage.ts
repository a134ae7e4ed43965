import type { ReadyStep } from '../../scripts/demo/host.js'
import { addSampleRepositories, runInProgress, type SampleData } from '../../scripts/demo/repository.js'
import { serverHost } from '../../scripts/demo/server-host.js'
import { simulateWorkflow } from '../../scripts/demo/simulator.js'
import { triggerOf } from '../../scripts/demo/trigger.js'
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
  readonly #sampleData: SampleData

  private constructor(server: GitHubServer, sampleData: SampleData) {
    this.#server = server
    this.#sampleData = sampleData
  }

  static async start(): Promise<DemoStage> {
    const server = await GitHubServer.start()
    return new DemoStage(server, await addSampleRepositories(server))
  }

  get server(): GitHubServer {
    return this.#server
  }

  async play(yaml: string, answer: Answer = () => ({}), event?: string): Promise<Played> {
    const workflow = readWorkflow(yaml)
    const trigger = triggerOf(workflow, yaml, this.#sampleData, event)
    const run = await runInProgress(this.#sampleData.repository, {
      ...trigger.run,
      path: '.github/workflows/try.yml'
    })
    const host = serverHost(workflow, { server: this.#server, run, trigger })
    const played: Omit<Played, 'isSuccess'> = { steps: [], permissions: [], said: [], run }
    const isSuccess = await simulateWorkflow(workflow, {
      ...host,
      print: line => {
        played.said.push(line.trimEnd())
      },
      startRunner: permissions => ({
        ...host.startRunner(permissions),
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
