import { GitHubServer, type GitHubServerOptions, type Repository, type Run } from './github-server/index.js'
import { MEMORY_FOLDER } from './memory-folder.js'
import { type Job, startJob } from './runner.js'

/** A server with one repository and a run of it that is under way, and a job of that run: for steps as processes. */
export interface JobOnServer {
  server: GitHubServer
  repository: Repository
  run: Run
  job: Job
  /** Fails when a request or an answer broke GitHub's description. */
  close(): Promise<void>
}

export interface JobOnServerOptions {
  isPrivate?: boolean
  /** The file of the workflow of the job: `ci.yml` unless told. */
  workflow?: string
}

/** @param parent where the job's folder is created, in memory by default */
export async function startJobOnServer(
  parent = MEMORY_FOLDER,
  options: GitHubServerOptions = {},
  { isPrivate = false, workflow: file = 'ci.yml' }: JobOnServerOptions = {}
): Promise<JobOnServer> {
  const server = await GitHubServer.start(options)
  const repository = server.addRepository('octo-org/app', { private: isPrivate })
  repository.addBranch('main')
  const workflow = repository.addWorkflow(`.github/workflows/${file}`)
  const run = repository.addRun({ workflow, status: 'in_progress' })
  const { apiUrl, token } = server
  const job = startJob({ apiUrl, token, repository: 'octo-org/app', runId: run.id }, parent)
  const close = async () => {
    await server.close()
    job.remove()
    server.assertConforms()
  }
  return { server, repository, run, job, close }
}
