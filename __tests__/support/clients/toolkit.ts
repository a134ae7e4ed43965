import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import type { DownloadArtifactResponse, FindOptions } from '@actions/artifact'
import type { GitHubServer, Run } from '../github-server/index.js'
import { ROOT } from '../project.js'

/** A call of `@actions/artifact`, the library under actions/download-artifact. */
export type ToolkitCall =
  | { method: 'list'; latest: boolean }
  | { method: 'get' | 'delete'; name: string }
  | { method: 'download'; id: number; digest: string; path: string }

export interface ToolkitArtifact {
  name: string
  id: number
  /** In bytes, as stored. */
  size: number
  digest: string
  /** ISO 8601. */
  createdAt: string
}

/**
 * `@actions/artifact` over its public path (`findBy`: the REST API, as download-artifact with a `github-token`), for the
 * artifacts of one run.
 */
export class Toolkit {
  readonly #child: ChildProcess
  /** Rejects when the process ends: a call of a process that is gone must not be waited for. */
  readonly #ended: Promise<never>

  constructor(server: GitHubServer, run: Run) {
    const [repositoryOwner = '', repositoryName = ''] = run.repository.full_name.split('/')
    const { token } = server
    const findBy: FindOptions['findBy'] = { token, workflowRunId: run.id, repositoryOwner, repositoryName }
    // A server that is not github.com is refused by its name; without one it is taken for github.com.
    const { GITHUB_SERVER_URL: _, ...env } = process.env
    this.#child = fork(path.join(import.meta.dirname, 'toolkit-child.ts'), [JSON.stringify(findBy)], {
      cwd: ROOT,
      env: { ...env, GITHUB_API_URL: server.apiUrl },
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc']
    })
    this.#ended = new Promise((_, reject) => {
      this.#child.once('error', reject)
      this.#child.once('exit', code => reject(new Error(`@actions/artifact's process ended with ${code}`)))
    })
    this.#ended.catch(() => {})
  }

  async list({ latest }: { latest: boolean }): Promise<ToolkitArtifact[]> {
    const { artifacts } = (await this.#ask({ method: 'list', latest })) as { artifacts: ToolkitArtifact[] }
    return artifacts
  }

  async get(name: string): Promise<ToolkitArtifact> {
    const { artifact } = (await this.#ask({ method: 'get', name })) as { artifact: ToolkitArtifact }
    return artifact
  }

  download(id: number, digest: string, to: string): Promise<DownloadArtifactResponse> {
    return this.#ask({ method: 'download', id, digest, path: to }) as Promise<DownloadArtifactResponse>
  }

  async delete(name: string): Promise<number> {
    const { id } = (await this.#ask({ method: 'delete', name })) as { id: number }
    return id
  }

  close(): void {
    this.#child.kill()
  }

  async #ask(call: ToolkitCall): Promise<unknown> {
    const answered = new Promise<{ value?: unknown; error?: string }>(resolve => {
      this.#child.once('message', resolve as (message: unknown) => void)
    })
    this.#child.send(call)
    const answer = await Promise.race([answered, this.#ended])
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer.value
  }
}
