import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { EOL, tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'yaml'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** What the runner knows of a job. */
export interface Job {
  apiUrl: string
  token: string
  repository: string
  runId: number
  /** A folder of its own for each job, with `workspace` and `temp` in it; `remove` it when done. */
  folder: string
  workspace: string
  temp: string
  remove(): void
}

export interface StepOptions {
  inputs: Record<string, string>
  /** Added to the environment; undefined takes a variable away. */
  env?: Record<string, string | undefined>
  /** The entry, `dist/index.js` unless told otherwise. */
  entry?: string
  /** The Node to run it with: this one unless told otherwise. */
  node?: string
  /** Called with the process once it runs. */
  onSpawn?: (child: ReturnType<typeof spawn>) => void
}

export interface StepResult {
  /** Exit code; null when a signal ended it. */
  code: number | null
  stdout: string
  stderr: string
  outputs: Record<string, string>
  summary: string
}

/** A job on a machine of its own: folders for the workspace and RUNNER_TEMP, in a new folder under `parent`. */
export function startJob(
  job: Pick<Job, 'apiUrl' | 'token' | 'repository' | 'runId'>,
  parent = tmpdir()
): Job {
  // As the system knows it, or paths that the action tells would be other ones: macOS has a link above it, Windows short names.
  const folder = mkdtempSync(path.join(realpathSync.native(parent), 'job-'))
  const workspace = path.join(folder, 'work')
  const temp = path.join(folder, 'temp')
  mkdirSync(workspace)
  mkdirSync(temp)
  return { ...job, folder, workspace, temp, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Runs the action in a process of its own, in the workspace, as the runner does. */
export async function runStep(job: Job, options: StepOptions): Promise<StepResult> {
  const { env, files } = stepEnvironment(job, options)
  const child = spawn(options.node ?? process.execPath, [options.entry ?? path.join(ROOT, 'dist/index.js')], {
    cwd: job.workspace,
    env,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  options.onSpawn?.(child)
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  return { code, stdout: asLines(stdout), stderr: asLines(stderr), ...readFiles(files) }
}

/**
 * Runs `action` in this process with the environment of a step: what it prints and sets is caught. For coverage; the
 * entry itself is tested with `runStep`.
 */
export async function runInProcess(
  job: Job,
  options: StepOptions,
  action: (env: NodeJS.ProcessEnv) => Promise<void>
): Promise<StepResult> {
  const { env, files } = stepEnvironment(job, options)
  const before = { env: process.env, cwd: process.cwd(), exitCode: process.exitCode }
  const writeOut = process.stdout.write.bind(process.stdout)
  let stdout = ''
  let stderr = ''
  // Jest's console is none of the process's streams.
  const consoles = { ...console }
  const toStderr = (...told: unknown[]) => {
    stderr += `${told.join(' ')}\n`
  }
  Object.assign(console, { log: toStderr, info: toStderr, warn: toStderr, error: toStderr, debug: toStderr })
  process.env = env
  process.chdir(job.workspace)
  process.exitCode = undefined
  process.stdout.write = ((text: string | Uint8Array) => {
    stdout += typeof text === 'string' ? text : Buffer.from(text).toString()
    return true
  }) as typeof process.stdout.write
  try {
    await action(env)
    const code = Number(process.exitCode ?? 0)
    return { code, stdout: asLines(stdout), stderr: asLines(stderr), ...readFiles(files) }
  } finally {
    process.stdout.write = writeOut
    Object.assign(console, consoles)
    process.env = before.env
    process.chdir(before.cwd)
    process.exitCode = before.exitCode
  }
}

/** Lines as the runner reads them, whichever end they have on this system. */
function asLines(text: string): string {
  return text.replaceAll(EOL, '\n')
}

/** The files that a step may write commands to. */
interface CommandFiles {
  output: string
  summary: string
  /** Those that this action has no business with: GITHUB_ENV, GITHUB_PATH and GITHUB_STATE. */
  env: string
  path: string
  state: string
}

function stepEnvironment(
  job: Job,
  { inputs, env }: StepOptions
): { env: NodeJS.ProcessEnv; files: CommandFiles } {
  const commands = mkdtempSync(path.join(job.folder, 'commands-'))
  const file = (name: string) => path.join(commands, name)
  const files = {
    output: file('output'),
    summary: file('summary'),
    env: file('env'),
    path: file('path'),
    state: file('state')
  }
  for (const file of Object.values(files)) writeFileSync(file, '')
  const given = { ...defaultInputs(job), ...inputs }
  const variables = {
    PATH: process.env.PATH,
    SystemRoot: process.env.SystemRoot,
    HOME: job.folder,
    USERPROFILE: job.folder,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_API_URL: job.apiUrl,
    GITHUB_REPOSITORY: job.repository,
    GITHUB_RUN_ID: String(job.runId),
    GITHUB_WORKSPACE: job.workspace,
    GITHUB_OUTPUT: files.output,
    GITHUB_STEP_SUMMARY: files.summary,
    GITHUB_ENV: files.env,
    GITHUB_PATH: files.path,
    GITHUB_STATE: files.state,
    RUNNER_TEMP: job.temp,
    ...Object.fromEntries(
      Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
    ),
    ...env
  }
  return {
    env: Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined)),
    files
  }
}

const metadata = parse(readFileSync(path.join(ROOT, 'action.yml'), 'utf8')) as {
  inputs: Record<string, { default?: string }>
  outputs: Record<string, unknown>
}

/** The defaults of action.yml, expressions filled in: the runner always passes them. */
export function defaultInputs(
  job: Pick<Job, 'repository' | 'token' | 'apiUrl' | 'workspace' | 'runId'>
): Record<string, string> {
  const expressions: Record<string, string> = {
    '${{ github.repository }}': job.repository,
    '${{ github.token }}': job.token,
    '${{ github.api_url }}': job.apiUrl,
    '${{ github.workspace }}': job.workspace,
    '${{ github.run_id }}': String(job.runId)
  }
  return Object.fromEntries(
    Object.entries(metadata.inputs).map(([name, { default: text = '' }]) => [name, expressions[text] ?? text])
  )
}

/**
 * What a step wrote to its command files.
 *
 * @throws Error for an output that action.yml does not declare, and for anything in a file that is none of its business:
 * so every test holds both
 */
function readFiles(files: CommandFiles): { outputs: Record<string, string>; summary: string } {
  for (const file of [files.env, files.path, files.state]) {
    if (readFileSync(file, 'utf8') !== '') throw new Error(`the step wrote to ${path.basename(file)}`)
  }
  const outputs = parseOutputs(readFileSync(files.output, 'utf8'))
  for (const name of Object.keys(outputs)) {
    if (!Object.hasOwn(metadata.outputs, name)) throw new Error(`an output that nobody declared: ${name}`)
  }
  return { outputs, summary: readFileSync(files.summary, 'utf8') }
}

/** GITHUB_OUTPUT as the runner reads it: `name=value` or `name<<delimiter`, lines, `delimiter`. */
export function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = Object.create(null)
  const lines = text.split(/\r?\n/)
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as string
    if (line === '') continue
    const heredoc = /^(.+?)<<(.+)$/.exec(line)
    if (heredoc) {
      const [, name = '', delimiter] = heredoc
      const end = lines.indexOf(delimiter as string, index + 1)
      if (end < 0) throw new Error(`the value of ${name} has no end`)
      outputs[name] = lines.slice(index + 1, end).join('\n')
      index = end
    } else {
      const equals = line.indexOf('=')
      if (equals < 1) throw new Error(`not an output: ${line}`)
      outputs[line.slice(0, equals)] = line.slice(equals + 1)
    }
  }
  return outputs
}
