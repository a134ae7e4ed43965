import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import type { DownloadArtifactResponse, FindOptions, UploadArtifactResponse } from '@actions/artifact'
import type { GitHubServer, Run } from '../github-server/index.js'
import { ROOT } from '../project.js'

/** A call of `@actions/artifact`, the library under actions/download-artifact and actions/upload-artifact. */
export type ToolkitCall =
  | { method: 'list'; latest: boolean }
  | { method: 'get' | 'delete'; name: string }
  | { method: 'download'; id: number; digest?: string; path: string }
  | { method: 'upload'; name: string; files: string[]; root: string; skipArchive: boolean }

/** What the process is sent. */
export interface ToolkitRequest {
  call: ToolkitCall
  options: FindOptions
  job: Record<string, string>
}

export interface ToolkitArtifact {
  name: string
  id: number
  /** In bytes, as stored. */
  size: number
  /** Missing where the server gives none. */
  digest?: string
  /** ISO 8601. */
  createdAt: string
}

/**
 * `@actions/artifact` over its public path (`findBy`: the REST API, as download-artifact with a `github-token`), for the
 * artifacts of one run. Without a run it acts as the job that was set, over the artifact service of that job's run.
 */
export class Toolkit {
  /** The runner's variables of the job. They may change between calls: loading the library takes a second. */
  job: Record<string, string> = {}
  readonly #child: ChildProcess
  readonly #options: FindOptions
  /** Rejects when the process ends: a call of a process that is gone must not be waited for. */
  readonly #ended: Promise<never>

  constructor(server?: GitHubServer, run?: Run) {
    this.#options = server === undefined || run === undefined ? {} : { findBy: findBy(server, run) }
    // A server that is not github.com is refused by its name; without one it is taken for github.com.
    const { GITHUB_SERVER_URL: _, ...env } = process.env
    this.#child = fork(path.join(import.meta.dirname, 'toolkit-child.ts'), {
      cwd: ROOT,
      env: { ...env, ...(server === undefined ? {} : { GITHUB_API_URL: server.apiUrl }) },
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
    const expected = digest === undefined ? {} : { digest }
    return this.#ask({ method: 'download', id, ...expected, path: to }) as Promise<DownloadArtifactResponse>
  }

  async delete(name: string): Promise<number> {
    const { id } = (await this.#ask({ method: 'delete', name })) as { id: number }
    return id
  }

  /** `skipArchive`: one file as it is, whose name is then the artifact's. */
  upload(name: string, files: string[], root: string, skipArchive = false): Promise<UploadArtifactResponse> {
    const call: ToolkitCall = { method: 'upload', name, files, root, skipArchive }
    return this.#ask(call) as Promise<UploadArtifactResponse>
  }

  close(): void {
    this.#child.kill()
  }

  async #ask(call: ToolkitCall): Promise<unknown> {
    const answered = new Promise<{ value?: unknown; error?: string }>(resolve => {
      this.#child.once('message', resolve as (message: unknown) => void)
    })
    this.#child.send({ call, options: this.#options, job: this.job } satisfies ToolkitRequest)
    const answer = await Promise.race([answered, this.#ended])
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer.value
  }
}

function findBy({ token }: GitHubServer, run: Run): NonNullable<FindOptions['findBy']> {
  const [repositoryOwner = '', repositoryName = ''] = run.repository.full_name.split('/')
  return { token, workflowRunId: run.id, repositoryOwner, repositoryName }
}
