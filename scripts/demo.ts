import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { GitHubServer, type ServerDialect } from '../__tests__/support/github-server/index.js'
import { type Job, startJob } from '../__tests__/support/runner.js'
import { DemoError } from './demo/errors.js'
import { OutputClosed, print } from './demo/output.js'
import { addSampleRepositories, runInProgress, type SampleData } from './demo/repository.js'
import { serverHost } from './demo/server-host.js'
import { type DemoStep, showStep } from './demo/show-step.js'
import { simulateWorkflow } from './demo/simulator.js'
import { tableOf } from './demo/table.js'
import { tourOf } from './demo/tour.js'
import { missingInputs, triggerOf } from './demo/trigger.js'
import { readWorkflow, type Workflow } from './demo/workflow.js'

const USAGE = `npm run demo                              run the tour: list, get, download, delete
npm run demo -- FILE…                     run the steps of these workflows that use this action
npm run demo -- --event NAME FILE…        trigger the workflows with this event (default: the first one in on:)
npm run demo -- --server NAME [FILE…]     the same on another server: gitea, forgejo or act
npm run demo -- --repo OWNER/NAME         run read-only steps against the real API (needs GITHUB_TOKEN; GITHUB_API_URL is optional)`

const SERVERS = ['github', 'gitea', 'forgejo', 'act'] as const satisfies readonly ServerDialect[]
type Server = (typeof SERVERS)[number]
const NAMES: Partial<Record<ServerDialect, string>> = { github: 'GitHub', gitea: 'Gitea', forgejo: 'Forgejo' }

function isServer(name: string): name is Server {
  return SERVERS.some(server => server === name)
}

try {
  await demo()
} catch (error) {
  if (error instanceof DemoError) {
    console.error(error.message)
    process.exitCode = 1
  } else if (!(error instanceof OutputClosed)) throw error
}

async function demo(): Promise<void> {
  const { help, repo, event, server: dialect = 'github', files } = readArguments()
  if (help) return print(USAGE)
  if (event !== undefined && files.length === 0) throw new DemoError('--event requires a workflow FILE')
  if (repo !== undefined) return await liveDemo(repo)
  if (!isServer(dialect)) throw new DemoError(`--server must be one of ${SERVERS.join(', ')}`)
  const workflows = files.map(readFile)
  await onServer(dialect, async (server, sampleData) => {
    if (workflows.length === 0) await runTour(server, sampleData)
    for (const read of workflows) await simulateFile(read, event, server, sampleData)
  })
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: {
        help: { type: 'boolean', short: 'h' },
        repo: { type: 'string' },
        event: { type: 'string' },
        server: { type: 'string' }
      },
      allowPositionals: true
    })
    return { ...values, files: positionals }
  } catch (error) {
    throw new DemoError(error instanceof Error ? error.message : String(error))
  }
}

interface WorkflowFile {
  file: string
  text: string
  workflow: Workflow
}

function readFile(file: string): WorkflowFile {
  try {
    const text = readFileSync(file, 'utf8')
    return { file, text, workflow: readWorkflow(text) }
  } catch (error) {
    if (error instanceof DemoError) throw new DemoError(`${file}: ${error.message}`)
    throw new DemoError(`cannot read ${file}: ${(error as Error).message}`)
  }
}

/** Calls `action` with an embedded server that has the sample repositories. */
async function onServer(
  dialect: Server,
  action: (server: GitHubServer, sampleData: SampleData) => Promise<void>
): Promise<void> {
  const server = await GitHubServer.start({
    dialect,
    ...(dialect === 'github' && { rateLimit: { limit: 1000, remaining: 1000 } })
  })
  try {
    const sampleData = await addSampleRepositories(server)
    await action(server, sampleData)
    server.assertConforms()
  } finally {
    await server.close()
  }
}

/** Runs the tour. @throws DemoError if a step has another exit code than expected */
async function runTour(server: GitHubServer, sampleData: SampleData): Promise<void> {
  // Forgejo and act take archives alone.
  const takesRawFiles = ['github', 'gitea'].includes(server.dialect)
  const run = await runInProgress(sampleData.repository, {}, takesRawFiles)
  const repository = sampleData.repository.full_name
  const variables = server.jobEnvironment(run)
  // act tells its jobs of github.com, and of a run that is none of it.
  const { GITHUB_API_URL: apiUrl = server.apiUrl, GITHUB_RUN_ID: runId } = variables
  introduce(sampleData, `The current run is ${runId} of ${repository}.`, server.dialect)
  const token = server.dialect === 'act' ? '' : server.token
  const job = startJob({ apiUrl, token, repository, runId: Number(runId) })
  const env = {
    ...variables,
    GITHUB_REF_NAME: run.head_branch ?? '',
    GITHUB_SHA: run.head_sha
  }
  try {
    for (const [index, { code: expected = 0, ...step }] of tourOf(server.dialect).entries()) {
      const { code } = await showStep(job, { ...step, env, title: `${index + 1}. ${step.title}` })
      if (code !== expected)
        throw new DemoError(`step ${index + 1} has exit code ${code} instead of ${expected}`)
    }
  } finally {
    job.remove()
  }
}

/** Simulates a workflow file of the user as a new run. */
async function simulateFile(
  { file, text, workflow }: WorkflowFile,
  event: string | undefined,
  server: GitHubServer,
  sampleData: SampleData
): Promise<void> {
  try {
    const trigger = triggerOf(workflow, text, sampleData, event)
    const run = await runInProgress(sampleData.repository, {
      ...trigger.run,
      path: `.github/workflows/${path.basename(file)}`
    })
    introduce(
      sampleData,
      `${file} runs as run ${run.id} of ${run.repository.full_name}, triggered by ${trigger.event}.`,
      server.dialect
    )
    for (const name of missingInputs(workflow, trigger.event))
      print(`inputs.${name} is required and has no default. It is empty in this demo.\n`)
    const isSuccess = await simulateWorkflow(workflow, serverHost(workflow, { server, run, trigger }))
    run.status = 'completed'
    run.conclusion = isSuccess ? 'success' : 'failure'
    if (!isSuccess) process.exitCode = 1
  } catch (error) {
    throw error instanceof DemoError ? new DemoError(`${file}: ${error.message}`) : error
  }
}

function introduce({ repository, others }: SampleData, currentRun: string, dialect: ServerDialect): void {
  print(
    `This demo runs the real action (dist/index.js) against an embedded ${NAMES[dialect] ?? dialect} server.`
  )
  print(`${currentRun}\n`)
  if (dialect === 'act') {
    const names = repository.runs.items.at(-1)?.artifacts.items.map(({ name }) => name)
    print(`act knows only this run. Its artifacts: ${names?.join(', ')}\n`)
    return
  }
  print('The server has these runs. The line below each run lists its artifacts as NAME (ID):\n')
  for (const line of [repository, ...others].flatMap(one => tableOf(one))) print(line)
  print('')
}

/** Runs the read-only steps against a real server. */
async function liveDemo(repository: string): Promise<void> {
  const token = process.env.GITHUB_TOKEN
  if (!token)
    throw new DemoError('Set GITHUB_TOKEN to a token that can read the artifacts of the repository.')
  const apiUrl = process.env.GITHUB_API_URL ?? 'https://api.github.com'
  const job = startJob({ apiUrl, token, repository, runId: 1 })
  const show = async (job: Job, step: DemoStep) => {
    const { code, outputs } = await showStep(job, step)
    if (code !== 0) throw new DemoError(`step "${step.title}" failed with exit code ${code}`)
    return outputs
  }
  try {
    const { 'artifact-id': id } = await show(job, {
      title: `1. List the newest artifact of each name in ${repository}`,
      inputs: { operation: 'list', scope: 'repository', latest: 'true' }
    })
    if (!id) return
    await show(job, { title: '2. Get the newest artifact', inputs: { operation: 'get', 'artifact-ids': id } })
    await show(job, { title: '3. Download it', inputs: { 'artifact-ids': id, path: 'out' } })
  } finally {
    job.remove()
  }
}
