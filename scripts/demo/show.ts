import { lstatSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { styleText } from 'node:util'
import { parse } from 'yaml'
import { type Job, runStep, type StepResult } from '../../__tests__/support/runner.js'
import { DEFAULTS } from '../../src/inputs/action-defaults.js'
import { heading, indented } from './layout.js'
import { asLog } from './log.js'
import { say } from './say.js'
import type { Texts } from './workflow.js'

const MAX_VALUE = 100
const MAX_FILES = 12

export interface ShownStep {
  title: string
  inputs: Texts
  /** The inputs with their expressions, where they have any. */
  written?: Texts
  env?: Texts
}

/** Runs the action and shows what the page of a run would: the step, its log, outputs and summary, and its files. */
export async function showStep(
  job: Job,
  { title, inputs, written = {}, env = {} }: ShownStep,
  hidden: readonly string[] = []
): Promise<StepResult> {
  say(styleText('bold', `━━ ${title}`))
  const masked = (text: string) => hidden.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
  say(styleText('dim', masked(asYaml(inputs, written))))
  const unknown = Object.keys(inputs).filter(name => !Object.hasOwn(DEFAULTS, name))
  // As the runner has it: not an error.
  if (unknown.length > 0)
    say(`  ${styleText('yellow', `Warning: Unexpected input(s) '${unknown.join("', '")}'`)}`)
  const started = performance.now()
  const result = await runStep(job, { inputs, env })
  const ms = Math.round(performance.now() - started)
  say(asLog(result.stdout + result.stderr))
  say(heading(`outputs (exit code ${result.code}, ${ms} ms)`))
  const outputs = Object.entries(result.outputs)
  for (const [name, value] of outputs) if (value !== '') say(`  ${name}=${shortened(value)}`)
  const empty = outputs.filter(([, value]) => value === '').map(([name]) => name)
  if (empty.length > 0) say(`  empty: ${empty.join(', ')}`)
  if (result.summary !== '') say(`${heading('summary')}\n${indented(result.summary.trimEnd())}`)
  const { 'download-path': folder, 'file-count': count } = result.outputs
  if (folder && count !== '0') showFolder(folder)
  say('')
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

/** In quotes where YAML would take it for something else: `!main` is a tag there. */
function asScalar(value: string): string {
  try {
    if (String(parse(value, { logLevel: 'silent' })) === value) return value
  } catch {
    // Not YAML as it stands.
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
  say(heading(path.basename(folder)))
  for (const row of rows.slice(0, MAX_FILES)) say(row)
  if (rows.length > MAX_FILES) say(`  and ${rows.length - MAX_FILES} more`)
}

function shortened(value: string): string {
  return value.length > MAX_VALUE ? `${value.slice(0, MAX_VALUE)}… (${value.length} characters)` : value
}
