import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'yaml'
import { DEFAULTS } from '../../src/inputs/action-defaults.js'
import { INPUTS } from '../../src/inputs/input-table.js'
import { outputsOf } from '../../src/report/outputs.js'
import { projectFiles, ROOT, readProjectFile } from '../support/project.js'

interface Metadata {
  name: string
  description: string
  branding: { icon: string; color: string }
  inputs: Record<string, { description?: string; default?: string; required?: boolean }>
  outputs: Record<string, { description?: string }>
  runs: { using: string; main: string }
}

const text = readProjectFile('action.yml')
const action = parse(text) as Metadata

test('inputs: the same keys in action.yml and in the code', () => {
  expect(Object.keys(INPUTS)).toEqual(Object.keys(action.inputs))
})

test('inputs: the code has the defaults of action.yml', () => {
  const defaults = Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? ''])
  )
  expect(DEFAULTS).toEqual(defaults)
})

test('inputs: every fixed default parses', () => {
  for (const [name, input] of Object.entries(action.inputs)) {
    if (input.default === undefined || input.default === '' || input.default.startsWith('${{')) continue
    const { parser } = INPUTS[name as keyof typeof INPUTS]
    expect(() => parser(input.default ?? '')).not.toThrow()
  }
})

test('every input and output is described, in whole sentences', () => {
  for (const [name, { description }] of [
    ...Object.entries(action.inputs),
    ...Object.entries(action.outputs)
  ]) {
    expect([name, description]).toEqual([name, expect.stringMatching(/^[A-Z`].*\.$/s)])
  }
})

test('outputs: the same keys in action.yml and in the code', () => {
  const nothing = { done: [], failed: [], gone: [], deleted: [], remaining: [], placed: [] }
  const outputs = outputsOf(
    {
      selected: [],
      downloads: { ...nothing, path: '/', files: 0, transferredBytes: 0 },
      deletions: nothing
    } as unknown as Parameters<typeof outputsOf>[0],
    { apiRequests: 0, serviceRequests: 0, rateLimitRemaining: undefined },
    {
      apiUrl: 'https://api.github.com',
      repository: { owner: 'o', repo: 'r' },
      place: { kind: 'run', runId: 1 }
    } as unknown as Parameters<typeof outputsOf>[2]
  )
  // artifacts-file is set where the file is written.
  expect(new Set([...Object.keys(outputs), 'artifacts-file'])).toEqual(new Set(Object.keys(action.outputs)))
})

test('the Marketplace takes it: a short description and branding', () => {
  expect(action.description.length).toBeLessThanOrEqual(125)
  // https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#branding
  const colors = ['white', 'black', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark']
  expect(colors).toContain(action.branding.color)
  expect(action.branding.icon).toMatch(/^[a-z]+(-[a-z0-9]+)*$/)
})

test('it runs dist on node24, and its copy for older runners is the same on node20', () => {
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' })
  expect(existsSync(path.join(ROOT, action.runs.main))).toBe(true)
  expect(parse(readProjectFile('node20/action.yml'))).toEqual({
    ...action,
    runs: { using: 'node20', main: '../dist/index.js' }
  })
})

test.each(projectFiles('action.yml', 'node20/action.yml'))(
  "GitHub's own language service finds no fault in %s",
  file => {
    // In a process of its own: its JSON imports need a loader on Node 20.
    const found = execFileSync(
      process.execPath,
      ['--import', 'tsx', path.join(ROOT, '__tests__/support/validate-action.ts'), path.join(ROOT, file)],
      { cwd: ROOT, encoding: 'utf8' }
    )
    expect(JSON.parse(found)).toEqual([])
  }
)
