import type { Run } from '../model/run.js'
import type { GitHubServer } from '../server.js'
import { type Method, SERVICE_PATH } from './protocol.js'

export interface ServiceEntry {
  workflow_run_backend_id: string
  workflow_job_run_backend_id: string
  database_id: string
  name: string
  size: string
  created_at: string
  digest?: string
}

/** Asks the artifact service as a job of a run does, but with nothing of this action's code. */
export class ServiceClient {
  readonly token: string
  /** The backend ids of the run and the job, as the token has them. */
  readonly runId: string
  readonly jobId: string
  readonly #origin: string

  constructor(server: GitHubServer, run: Run, job?: string) {
    const { ACTIONS_RUNTIME_TOKEN: token = '', ACTIONS_RESULTS_URL = '' } = server.runtimeEnvironment(
      run,
      job
    )
    const [, runId = '', jobId = ''] = /Actions\.Results:([^:]+):([^:"]+)/.exec(claimsIn(token)) ?? []
    this.token = token
    this.runId = runId
    this.jobId = jobId
    this.#origin = new URL(ACTIONS_RESULTS_URL).origin
  }

  /** @param fields set over the ids of the token; `headers` over the usual ones */
  call(method: Method, fields: object = {}, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.#origin}${SERVICE_PATH}${method}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}`, ...headers },
      body: JSON.stringify({
        workflow_run_backend_id: this.runId,
        workflow_job_run_backend_id: this.jobId,
        ...fields
      })
    })
  }

  async json<T>(method: Method, fields?: object): Promise<T> {
    const answer = await this.call(method, fields)
    if (answer.status !== 200) throw new Error(`${method}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }

  /** The entries of GitHub's list. */
  async list(filter?: object): Promise<ServiceEntry[]> {
    return (await this.json<{ artifacts: ServiceEntry[] }>('ListArtifacts', filter)).artifacts
  }
}

function claimsIn(token: string): string {
  return Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()
}
