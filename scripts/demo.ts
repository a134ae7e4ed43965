import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs, styleText } from 'node:util'
import { parse } from 'yaml'
import { GitHubServer, type Permissions } from '../__tests__/support/github-server/index.js'
import { type Job, runStep, type StepResult, startJob } from '../__tests__/support/runner.js'
import { DEFAULTS } from '../src/action-defaults.js'
import { plausibleRepository } from './demo-repository.js'
import { stepsOfWorkflow } from './demo-workflow.js'

const MAX_VALUE = 100
const MAX_FILES = 12

/** A step as a workflow would say it. */
interface Step {
  title: string
  inputs: Record<string, string>
  /** The exit code that the step should have, 0 unless it is there to fail; any, where it is the user's own. */
  code?: number | 'any'
  /** What the job's token may do. */
  permissions?: Permissions
  /** A folder of the workspace to show afterwards. */
  show?: string
}

const TOUR: Step[] = [
  { title: 'What is there, in all runs?', inputs: { operation: 'list', scope: 'repository' } },
  { title: 'The newest "dist" of this run', inputs: { operation: 'get', name: 'dist' } },
  {
    title: 'The newest "dist" of a successful run on main: not the fork\'s, not that of this run',
    inputs: { operation: 'get', name: 'dist', branch: 'main' }
  },
  {
    title: 'The newest of each name of the last ten days on any branch but main',
    inputs: {
      operation: 'list',
      scope: 'repository',
      branch: '!main',
      'newer-than': '10d',
      latest: 'true'
    }
  },
  {
    title: 'Download one artifact, straight into dist/ (execute bits come back)',
    inputs: { name: 'dist', path: 'dist' },
    show: 'dist'
  },
  {
    title: 'Download every artifact of this run, a folder each',
    inputs: { path: 'all' },
    show: 'all'
  },
  { title: 'A name that is not there fails, and says what is', inputs: { name: 'dits' }, code: 1 },
  {
    title: 'What would a clean-up of previews delete?',
    inputs: {
      operation: 'delete',
      scope: 'repository',
      pattern: 'preview-*\n!preview-main',
      'dry-run': 'true'
    }
  },
  {
    title: 'And one that keeps the newest of each name?',
    inputs: { operation: 'delete', scope: 'repository', 'keep-latest': '1', 'dry-run': 'true' }
  },
  {
    title: 'Delete the previews',
    inputs: { operation: 'delete', scope: 'repository', pattern: 'preview-*\n!preview-main' }
  }
]

const { values, positionals } = parseArgs({ options: { repo: { type: 'string' } }, allowPositionals: true })
if (values.repo !== undefined) await liveDemo(values.repo)
else if (positionals.length > 0) await ownDemo(positionals)
else await demo()

/** The main job against the embedded server. */
async function demo(): Promise<void> {
  await onServer(async ({ job }) => {
    await showSteps(job, TOUR)
  })
}

/** The steps of the user's own workflows, one after the other, with the permissions that their jobs name. */
async function ownDemo(files: readonly string[]): Promise<void> {
  const steps = files.flatMap(file => {
    try {
      return stepsOfWorkflow(readFileSync(file, 'utf8')).map((step): Step => {
        const { operation = 'download', path: show = '.' } = step.inputs
        return { ...step, code: 'any', ...(operation === 'download' && { show }) }
      })
    } catch (error) {
      throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`)
    }
  })
  await onServer(async ({ server, job }) => {
    const results = await showSteps(job, steps, permissions => {
      server.permissions = permissions
    })
    if (results.some(({ code }) => code !== 0)) process.exitCode = 1
  })
}

/** A job in the middle of its run, in a repository as one meets it. */
async function onServer(
  action: (around: { server: GitHubServer; job: Job }) => Promise<void>
): Promise<void> {
  const server = await GitHubServer.start({ rateLimit: { limit: 1000, remaining: 1000 } })
  const { current } = await plausibleRepository(server)
  const job = startJob({
    apiUrl: server.apiUrl,
    token: server.token,
    repository: 'octo-org/app',
    runId: current.id
  })
  say(
    `The real action, dist/index.js, against an embedded GitHub server: run ${current.id} of octo-org/app is in progress.\n`
  )
  try {
    await action({ server, job })
    server.assertConforms()
  } finally {
    await server.close()
    job.remove()
  }
}

/** The read-only steps against a real server. */
async function liveDemo(repository: string): Promise<void> {
  const token = process.env.GITHUB_TOKEN
  if (!token) {
    console.error('Set GITHUB_TOKEN to a token that may read the artifacts of the repository.')
    process.exitCode = 1
    return
  }
  const apiUrl = process.env.GITHUB_API_URL ?? 'https://api.github.com'
  const job = startJob({ apiUrl, token, repository, runId: 1 })
  try {
    const [listed] = await showSteps(job, [
      {
        title: `What is in ${repository}?`,
        inputs: { operation: 'list', scope: 'repository', latest: 'true' }
      }
    ])
    const id = listed?.outputs['artifact-id']
    if (!id) return
    await showSteps(job, [
      { title: 'The newest of them', inputs: { operation: 'get', 'artifact-ids': id } },
      { title: 'Download it', inputs: { 'artifact-ids': id, path: 'out' }, show: 'out' }
    ])
  } finally {
    job.remove()
  }
}

async function showSteps(
  job: Job,
  steps: Step[],
  grant: (permissions: Permissions) => void = () => {}
): Promise<StepResult[]> {
  const results: StepResult[] = []
  for (const [index, step] of steps.entries()) {
    if (step.permissions !== undefined) grant(step.permissions)
    say(styleText('bold', `━━ ${index + 1}. ${step.title}`))
    say(styleText('dim', asYaml(step.inputs)))
    const unknown = Object.keys(step.inputs).filter(name => !Object.hasOwn(DEFAULTS, name))
    // As the runner has it: not an error.
    if (unknown.length > 0)
      say(`  ${styleText('yellow', `Warning: Unexpected input(s) '${unknown.join("', '")}'`)}`)
    const started = performance.now()
    const result = await runStep(job, { inputs: step.inputs })
    results.push(result)
    say(asLog(result.stdout + result.stderr))
    say(heading(`outputs (exit code ${result.code}, ${Math.round(performance.now() - started)} ms)`))
    for (const [name, value] of Object.entries(result.outputs)) say(`  ${name}=${shortened(value)}`)
    if (result.summary !== '') say(`${heading('summary')}\n${indented(result.summary.trimEnd())}`)
    if (step.show !== undefined) showFolder(path.resolve(job.workspace, step.show))
    say('')
    const { code = 0 } = step
    if (code !== 'any' && result.code !== code) {
      process.exitCode = 1
      throw new Error(`step ${index + 1} ended with ${result.code}, not with ${code}`)
    }
  }
  return results
}

function asYaml(inputs: Record<string, string>): string {
  const rows = Object.entries(inputs).map(([name, value]) =>
    value.includes('\n') ? `${name}: |\n${indented(value, '      ')}` : `${name}: ${asScalar(value)}`
  )
  return indented(
    ['- uses: artifact-action/artifact-action@v1', '  with:', ...rows.map(row => `    ${row}`)].join('\n')
  )
}

/** In quotes where YAML would take it for something else: `!main` is a tag there. */
function asScalar(value: string): string {
  try {
    if (String(parse(value, { logLevel: 'silent' })) === value) return value
  } catch {
    // Not YAML as it stands.
  }
  return JSON.stringify(value)
}

/** The log as the runner shows it: commands become what they mean, masks and debug lines are not shown. */
function asLog(stdout: string): string {
  const lines = stdout.split('\n').flatMap(line => {
    const [, command, text = ''] = /^::([a-z-]+)(?: [^:]*)?::(.*)$/.exec(line) ?? []
    if (command === undefined) return line === '' ? [] : [line]
    if (['add-mask', 'debug', 'endgroup'].includes(command)) return []
    if (command === 'group') return [styleText('bold', `▾ ${text}`)]
    const label = `${command[0]?.toUpperCase()}${command.slice(1)}: `
    const shown = label + text.replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%')
    return styleText(command === 'error' ? 'red' : 'yellow', shown).split('\n')
  })
  return indented(lines.join('\n'))
}

function showFolder(folder: string): void {
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
  say(heading(path.basename(folder)))
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const rows = files
    .map(file => ({ file, stat: lstatSync(path.join(folder, file)) }))
    .filter(({ stat }) => stat.isFile())
    .map(
      ({ file, stat }) =>
        `  ${(stat.mode & 0o777).toString(8).padStart(4, '0')} ${String(stat.size).padStart(9)}  ${file}`
    )
  for (const row of rows.slice(0, MAX_FILES)) say(row)
  if (rows.length > MAX_FILES) say(`  and ${rows.length - MAX_FILES} more`)
}

function heading(text: string): string {
  return `  ${styleText('cyan', text)}`
}

function shortened(value: string): string {
  return value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE)}… (${value.length} characters)` : value
}

function indented(text: string, by = '  '): string {
  return text.replace(/^/gm, by)
}

function say(line: string): void {
  console.log(line)
}
