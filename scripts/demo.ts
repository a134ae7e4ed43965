import { lstatSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs, styleText } from 'node:util'
import { GitHubServer } from '../__tests__/support/github-server/index.js'
import { type Job, runStep, type StepResult, startJob } from '../__tests__/support/runner.js'
import { plausibleRepository } from './demo-repository.js'

const MAX_VALUE = 100
const MAX_FILES = 12

/** A step as a workflow would say it. */
interface Step {
  title: string
  inputs: Record<string, string>
  /** The exit code that the step should have, 0 unless it is there to fail. */
  code?: number
  /** A folder of the workspace to show afterwards. */
  show?: string
}

const { values } = parseArgs({ options: { repo: { type: 'string' } } })
await (values.repo === undefined ? demo() : liveDemo(values.repo))

/** The main job against the embedded server. */
async function demo(): Promise<void> {
  const server = await GitHubServer.start({ rateLimit: { limit: 1000, remaining: 1000 } })
  const { current } = await plausibleRepository(server)
  const job = startJob({
    apiUrl: server.apiUrl,
    token: server.token,
    repository: 'octo-org/app',
    runId: current.id
  })
  say(`The real action, dist/index.js, against an embedded GitHub server with the repository octo-org/app.\n`)
  try {
    await showSteps(job, [
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
    ])
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

async function showSteps(job: Job, steps: Step[]): Promise<StepResult[]> {
  const results: StepResult[] = []
  for (const [index, step] of steps.entries()) {
    say(styleText('bold', `━━ ${index + 1}. ${step.title}`))
    say(styleText('dim', asYaml(step.inputs)))
    const started = performance.now()
    const result = await runStep(job, { inputs: step.inputs })
    results.push(result)
    say(asLog(result.stdout + result.stderr))
    say(heading(`outputs (exit code ${result.code}, ${Math.round(performance.now() - started)} ms)`))
    for (const [name, value] of Object.entries(result.outputs)) say(`  ${name}=${shortened(value)}`)
    if (result.summary !== '') say(`${heading('summary')}\n${indented(result.summary.trimEnd())}`)
    if (step.show !== undefined) showFolder(path.join(job.workspace, step.show))
    say('')
    if (result.code !== (step.code ?? 0)) {
      process.exitCode = 1
      throw new Error(`step ${index + 1} ended with ${result.code}, not with ${step.code ?? 0}`)
    }
  }
  return results
}

function asYaml(inputs: Record<string, string>): string {
  const rows = Object.entries(inputs).map(([name, value]) =>
    value.includes('\n') ? `${name}: |\n${indented(value, '      ')}` : `${name}: ${value}`
  )
  return indented(
    ['- uses: artifact-action/artifact-action@v1', '  with:', ...rows.map(row => `    ${row}`)].join('\n')
  )
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
