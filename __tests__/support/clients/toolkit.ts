import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import type { DownloadArtifactResponse, FindOptions, UploadArtifactResponse } from '@actions/artifact'
import type { GitHubServer, Run } from '../github-server/index.js'
import { ROOT } from '../project.js'

/** A call of `@actions/artifact`, the library under actions/download-artifact. */
export type ToolkitCall =
  | { method: 'list'; latest: boolean }
  | { method: 'get' | 'delete'; name: string }
  | { method: 'download'; id: number; digest?: string; path: string }
  /** `skipArchive`: upload-artifact's `archive: false`, for one file, whose name is then the artifact's. */
  | { method: 'upload'; name: string; files: string[]; root: string; skipArchive: boolean }

export interface ToolkitArtifact {
  name: string
  id: number
  /** In bytes, as stored. */
  size: number
  /** Undefined if the server gives none. */
  digest?: string
  /** ISO 8601. */
  createdAt: string
}

/**
 * `@actions/artifact` for the artifacts of one run: over the REST API (`findBy`, as download-artifact with a
 * `github-token`), or as a job of that run, over its artifact service.
 */
export class Toolkit {
  readonly #child: ChildProcess
  /** Rejects when the process ends: a call of a process that is gone must not be waited for. */
  readonly #ended: Promise<never>

  /** @param job the runner's variables of a job, to go by the artifact service instead of the REST API */
  constructor(server: GitHubServer, run: Run, job?: Record<string, string>) {
    const [repositoryOwner = '', repositoryName = ''] = run.repository.full_name.split('/')
    const { token } = server
    const findBy = { token, workflowRunId: run.id, repositoryOwner, repositoryName }
    const options: FindOptions = job === undefined ? { findBy } : {}
    // A server that is not github.com is refused by its name; without one it is taken for github.com.
    const { GITHUB_SERVER_URL: _, ...env } = process.env
    this.#child = fork(path.join(import.meta.dirname, 'toolkit-child.ts'), [JSON.stringify(options)], {
      cwd: ROOT,
      env: { ...env, GITHUB_API_URL: server.apiUrl, ...job },
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

  download(id: number, digest: string | undefined, to: string): Promise<DownloadArtifactResponse> {
    const call = { method: 'download' as const, id, path: to, ...(digest === undefined ? {} : { digest }) }
    return this.#ask(call) as Promise<DownloadArtifactResponse>
  }

  async delete(name: string): Promise<number> {
    const { id } = (await this.#ask({ method: 'delete', name })) as { id: number }
    return id
  }

  upload(
    name: string,
    files: string[],
    root: string,
    { skipArchive = false } = {}
  ): Promise<UploadArtifactResponse> {
    const call = { method: 'upload' as const, name, files, root, skipArchive }
    return this.#ask(call) as Promise<UploadArtifactResponse>
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
