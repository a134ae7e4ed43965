import { lstatSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { styleText } from 'node:util'
import { parse } from 'yaml'
import { type Job, runStep, type StepResult } from '../../__tests__/support/runner.js'
import { DEFAULTS } from '../../src/inputs/action-defaults.js'
import { heading, indented } from './layout.js'
import { formatLog } from './log.js'
import { print } from './output.js'
import type { Texts } from './workflow.js'

const MAX_VALUE = 100
const MAX_FILES = 12

export interface DemoStep {
  title: string
  inputs: Texts
  /** The inputs as written, with expressions. */
  written?: Texts
  env?: Texts
}

/** Runs the action, and shows the step, its log, outputs, job summary and downloaded files. */
export async function showStep(
  job: Job,
  { title, inputs, written = {}, env = {} }: DemoStep,
  hidden: readonly string[] = []
): Promise<StepResult> {
  print(styleText('bold', `━━ ${title}`))
  const masked = (text: string) => hidden.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
  print(styleText('dim', masked(asYaml(inputs, written))))
  const unknown = Object.keys(inputs).filter(name => !Object.hasOwn(DEFAULTS, name))
  // The runner only warns.
  if (unknown.length > 0)
    print(`  ${styleText('yellow', `Warning: Unexpected input(s) '${unknown.join("', '")}'`)}`)
  const started = performance.now()
  const result = await runStep(job, { inputs, env })
  const ms = Math.round(performance.now() - started)
  print(heading(`log (exit code ${result.code}, ${ms} ms)`))
  print(formatLog(result.stdout + result.stderr))
  print(heading('outputs'))
  const outputs = Object.entries(result.outputs)
  for (const [name, value] of outputs) if (value !== '') print(`  ${name}=${shortened(value)}`)
  const empty = outputs.filter(([, value]) => value === '').map(([name]) => name)
  if (empty.length > 0) print(`  empty outputs: ${empty.join(', ')}`)
  if (result.summary !== '') print(`${heading('job summary')}\n${indented(result.summary.trimEnd())}`)
  const { 'download-path': folder, 'file-count': count } = result.outputs
  if (folder && count !== '0') showFolder(folder)
  print('')
  return result
}

function asYaml(inputs: Texts, written: Texts): string {
  const rows = Object.entries(inputs).map(([name, value]) => {
    if (value.includes('\n')) return `${name}: |\n${indented(value.trimEnd(), '      ')}`
    const origin = written[name]?.includes('${{') ? ` # ${written[name].trim().replaceAll(/\s+/g, ' ')}` : ''
    return `${name}: ${asScalar(value)}${origin}`
  })
  return indented(
    ['- uses: artifact-action/artifact-action@v1', '  with:', ...rows.map(row => `    ${row}`)].join('\n')
  )
}

/** Quotes a value if YAML would read it as something else. For example, `!main` would be a tag. */
function asScalar(value: string): string {
  try {
    if (String(parse(value, { logLevel: 'silent' })) === value) return value
  } catch {
    // Not valid YAML without quotes.
  }
  return JSON.stringify(value)
}

function showFolder(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  const rows = files
    .map(file => ({ file, stat: lstatSync(path.join(folder, file)) }))
    .filter(({ stat }) => stat.isFile())
    .map(
      ({ file, stat }) =>
        `  ${(stat.mode & 0o777).toString(8).padStart(4, '0')} ${String(stat.size).padStart(9)}  ${file}`
    )
  print(heading(`files in ${path.basename(folder)}/`))
  for (const row of rows.slice(0, MAX_FILES)) print(row)
  if (rows.length > MAX_FILES) print(`  and ${rows.length - MAX_FILES} more files`)
}

function shortened(value: string): string {
  return value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE)}… (${value.length} characters)` : value
}
