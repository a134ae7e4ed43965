import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { GitHubServer } from '../__tests__/support/github-server/index.js'
import { type Job, startJob } from '../__tests__/support/runner.js'
import { DemoError } from './demo/demo-error.js'
import { missingInputs, startOf } from './demo/event.js'
import { playWorkflow } from './demo/player.js'
import { plausibleRepository, runInProgress, type World } from './demo/repository.js'
import { ReaderGone, say } from './demo/say.js'
import { serverStage } from './demo/server-stage.js'
import { type ShownStep, showStep } from './demo/show.js'
import { tableOf } from './demo/table.js'
import { TOUR } from './demo/tour.js'
import { readWorkflow, type Workflow } from './demo/workflow.js'

const USAGE = `npm run demo                                the tour: list, get, download, delete
npm run demo -- FILE…                       the steps of these workflows that use this action
npm run demo -- --event NAME FILE…          as started by this event, not by the first under on:
npm run demo -- --repo OWNER/NAME           the read-only steps against the real API (GITHUB_TOKEN, GITHUB_API_URL)`

try {
  await demo()
} catch (error) {
  if (error instanceof DemoError) {
    console.error(error.message)
    process.exitCode = 1
  } else if (!(error instanceof ReaderGone)) throw error
}

async function demo(): Promise<void> {
  const { help, repo, event, files } = readArguments()
  if (help) return say(USAGE)
  if (event !== undefined && files.length === 0) throw new DemoError('--event needs a file')
  if (repo !== undefined) return await liveDemo(repo)
  const workflows = files.map(readFile)
  await onServer(async (server, world) => {
    if (workflows.length === 0) await playTour(server, world)
    for (const read of workflows) await playFile(read, event, server, world)
  })
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      options: {
        help: { type: 'boolean', short: 'h' },
        repo: { type: 'string' },
        event: { type: 'string' }
      },
      allowPositionals: true
    })
    return { ...values, files: positionals }
  } catch (error) {
    throw new DemoError(error instanceof Error ? error.message : String(error))
  }
}

interface ReadFile {
  file: string
  text: string
  workflow: Workflow
}

function readFile(file: string): ReadFile {
  try {
    const text = readFileSync(file, 'utf8')
    return { file, text, workflow: readWorkflow(text) }
  } catch (error) {
    if (error instanceof DemoError) throw new DemoError(`${file}: ${error.message}`)
    throw new DemoError(`${file} cannot be read: ${(error as Error).message}`)
  }
}

/** A server with repositories as one meets them, and what they hold. */
async function onServer(action: (server: GitHubServer, world: World) => Promise<void>): Promise<void> {
  const server = await GitHubServer.start({ rateLimit: { limit: 1000, remaining: 1000 } })
  try {
    const world = await plausibleRepository(server)
    await action(server, world)
    server.assertConforms()
  } finally {
    await server.close()
  }
}

/** The steps of the tour, each of which has to end as it should. */
async function playTour(server: GitHubServer, world: World): Promise<void> {
  const run = await runInProgress(world.repository)
  const repository = world.repository.full_name
  introduce(world, `run ${run.id} of ${repository} is in progress.`)
  const job = startJob({ apiUrl: server.apiUrl, token: server.token, repository, runId: run.id })
  try {
    for (const [index, { code: expected = 0, ...step }] of TOUR.entries()) {
      const { code } = await showStep(job, { ...step, title: `${index + 1}. ${step.title}` })
      if (code !== expected) throw new DemoError(`step ${index + 1} ended with ${code}, not with ${expected}`)
    }
  } finally {
    job.remove()
  }
}

/** A file of the user's own, in a run of its own. */
async function playFile(
  { file, text, workflow }: ReadFile,
  event: string | undefined,
  server: GitHubServer,
  world: World
): Promise<void> {
  try {
    const start = startOf(workflow, text, world, event)
    const run = await runInProgress(world.repository, {
      ...start.run,
      path: `.github/workflows/${path.basename(file)}`
    })
    introduce(
      world,
      `${file} is played as run ${run.id} of ${run.repository.full_name}, started by ${start.event}.`
    )
    for (const name of missingInputs(workflow, start.event))
      say(`inputs.${name} has no default: here it is empty\n`)
    const isSuccess = await playWorkflow(workflow, serverStage(workflow, { server, run, start }))
    run.status = 'completed'
    run.conclusion = isSuccess ? 'success' : 'failure'
    if (!isSuccess) process.exitCode = 1
  } catch (error) {
    throw error instanceof DemoError ? new DemoError(`${file}: ${error.message}`) : error
  }
}

function introduce({ repository, tools }: World, what: string): void {
  say(`The real action, dist/index.js, against an embedded GitHub server: ${what}\n`)
  for (const line of [...tableOf(repository), ...tableOf(tools)]) say(line)
  say('')
}

/** The read-only steps against a real server. */
async function liveDemo(repository: string): Promise<void> {
  const token = process.env.GITHUB_TOKEN
  if (!token)
    throw new DemoError('Set GITHUB_TOKEN to a token that may read the artifacts of the repository.')
  const apiUrl = process.env.GITHUB_API_URL ?? 'https://api.github.com'
  const job = startJob({ apiUrl, token, repository, runId: 1 })
  const show = async (job: Job, step: ShownStep) => {
    const { code, outputs } = await showStep(job, step)
    if (code !== 0) throw new DemoError(`"${step.title}" ended with ${code}`)
    return outputs
  }
  try {
    const { 'artifact-id': id } = await show(job, {
      title: `1. What is in ${repository}?`,
      inputs: { operation: 'list', scope: 'repository', latest: 'true' }
    })
    if (!id) return
    await show(job, { title: '2. The newest of them', inputs: { operation: 'get', 'artifact-ids': id } })
    await show(job, { title: '3. Download it', inputs: { 'artifact-ids': id, path: 'out' } })
  } finally {
    job.remove()
  }
}
