import { join } from 'node:path'
import type {
  FaultMatch,
  GitHubServerOptions,
  Repository,
  Run,
  ServerDialect
} from './github-server/index.js'
import { type JobOnServer, type JobOnServerOptions, startJobOnServer } from './job-on-server.js'
import { runStep, type StepOptions, type StepResult } from './runner.js'
import { paths } from './tree.js'
import { commandsIn } from './workflow-commands.js'

/** Every server that a job can run on. */
export const DIALECTS: readonly ServerDialect[] = [
  'github',
  'gitea',
  'gitea-s3',
  'gitea-1.24',
  'forgejo',
  'forgejo-s3',
  'act'
]

/** What some of the servers lack, for the scenarios that need it. */
export const LACKS = {
  /** act knows no run but the current one. */
  'other runs': ['act'],
  /** Neither does Gitea before 1.25 list runs. */
  'a list of runs': ['act', 'gitea-1.24']
} as const satisfies Record<string, readonly ServerDialect[]>

export function lacks(dialect: ServerDialect, what: keyof typeof LACKS): boolean {
  const servers: readonly ServerDialect[] = LACKS[what]
  return servers.includes(dialect)
}

/** Whether a server gives digests. */
export const givesDigests = (dialect: ServerDialect) => dialect === 'github'

/** A job of a server as its runner starts it, and other runs beside its own. */
export class Stage {
  readonly at: JobOnServer
  readonly env: Record<string, string>

  /** @param hasService whether the job knows the artifact service of its run */
  constructor(at: JobOnServer, hasService: boolean) {
    this.at = at
    const variables = Object.entries(at.server.jobEnvironment(at.run))
    this.env = {
      ...Object.fromEntries(variables.filter(([name]) => hasService || !name.startsWith('ACTIONS_'))),
      RUNNER_TOOL_CACHE: join(at.job.folder, 'tools')
    }
  }

  get repository(): Repository {
    return this.at.repository
  }

  /** Another run of the workflow of the job: a completed one of `main`, unless told. */
  addRun(fields: Partial<Parameters<Repository['addRun']>[0]> = {}): Run {
    return this.repository.addRun({ workflow: this.at.run.workflow, conclusion: 'success', ...fields })
  }

  /** Runs `dist/index.js`. */
  async step(inputs: Record<string, string>, options: Omit<StepOptions, 'inputs'> = {}): Promise<StepResult> {
    const { GITHUB_API_URL: apiUrl = '', GITHUB_RUN_ID: runId } = this.env
    const token = this.at.server.dialect === 'act' ? '' : this.at.job.token
    const job = { ...this.at.job, apiUrl, token, runId: Number(runId) }
    return await runStep(job, { ...options, inputs, env: { ...this.env, ...options.env } })
  }

  /** Requests for the bytes of an artifact: to storage, or to the API of a server that sends them itself. */
  get forBytes(): FaultMatch {
    const isFromApi = this.at.server.dialect === 'forgejo'
    return {
      fits: ({ server, path }) => server === 'storage' || (isFromApi && path.endsWith('/zip'))
    }
  }

  files(folder: string): string[] {
    return paths(join(this.at.job.workspace, folder)).filter(file => !file.endsWith('/'))
  }

  get names(): string[] {
    return this.repository.artifacts.items.map(({ name }) => name)
  }
}

export async function startStage(
  server: GitHubServerOptions,
  {
    parent,
    hasService = true,
    ...options
  }: JobOnServerOptions & { parent?: string; hasService?: boolean } = {}
): Promise<Stage> {
  return new Stage(await startJobOnServer(parent, server, options), hasService)
}

/** Requests to delete an artifact: to the API, or to the artifact service of the run. */
export const FOR_DELETION: FaultMatch = {
  fits: ({ method, path }) => method === 'DELETE' || path.endsWith('/DeleteArtifact')
}

/** The notices, warnings and errors of a step. */
export const annotations = ({ stdout }: Pick<StepResult, 'stdout'>) =>
  commandsIn(stdout).filter(({ name }) => ['notice', 'warning', 'error'].includes(name))
