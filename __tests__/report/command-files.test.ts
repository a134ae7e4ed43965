import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandFileHint } from '../../src/messages/report.js'
import { errorOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { stepProblems } from '../support/step-problems.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
  await scenario.run.addArtifact('dist', { files: { 'a.txt': 'a' } })
})
afterEach(() => scenario.close())

type Row = [what: string, path: () => string, code: string, reason: RegExp]
/** Paths that cannot be written, with the code and the reason of the error. */
const BROKEN: Row[] = [
  ['a folder', () => scenario.job.temp, 'disk-failed', /EISDIR|EPERM|EACCES/],
  [
    'a path below a file',
    () => {
      writeFileSync(join(scenario.job.workspace, 'file'), '')
      return join(scenario.job.workspace, 'file/output')
    },
    'disk-failed',
    /ENOTDIR|ENOENT|Missing file/
  ],
  [
    'in a folder that does not exist',
    () => join(scenario.job.folder, 'none/output'),
    'disk-failed',
    /ENOENT|Missing file/
  ],
  // On Linux, /dev/full is always full.
  ...['/dev/full']
    .filter(file => existsSync(file))
    .map((file): Row => {
      return ['on a full disk', () => file, 'disk-full', /ENOSPC/]
    })
]

describe.each(BROKEN)('a command file of the runner is %s', (_, path, code, reason) => {
  test.each<[string, Record<string, string>]>([
    ['list', { operation: 'list' }],
    ['download', { name: 'dist', path: 'out' }],
    ['delete', { operation: 'delete', name: 'dist' }]
  ])('outputs of %s: an error, but the operation is done', async (operation, inputs) => {
    const step = await scenario.step(inputs, { GITHUB_OUTPUT: path() })
    expect(stepProblems(step, scenario)).toEqual([])
    expect(step.code).toBe(1)
    const error = errorOf(step.stdout)
    expect(error.title).toContain(`(${code})`)
    const [message = '', hint] = error.message.split('\n\n')
    expect(message).toContain('GITHUB_OUTPUT')
    expect(message).toMatch(reason)
    expect(hint).toBe(commandFileHint())
    expect(step.summary).toContain('dist')
    expect(existsSync(join(scenario.job.workspace, 'out/a.txt'))).toBe(operation === 'download')
    expect(scenario.repository.artifacts.items).toHaveLength(operation === 'delete' ? 0 : 1)
  })

  test('outputs of a step that fails: the error of the step, and a warning', async () => {
    const step = await scenario.step({ name: 'other' }, { GITHUB_OUTPUT: path() })
    expect(stepProblems(step, scenario)).toEqual([])
    expect(errorOf(step.stdout).title).toContain('(artifact-not-found)')
    expect(step.stdout).toMatch(/^::warning::.*GITHUB_OUTPUT/m)
  })

  test('the summary: a warning', async () => {
    const step = await scenario.step({ operation: 'list' }, { GITHUB_STEP_SUMMARY: path() })
    expect(stepProblems(step, scenario)).toEqual([])
    expect(step.code).toBe(0)
    expect(step.stdout).toMatch(/^::warning::.*GITHUB_STEP_SUMMARY/m)
    expect(step.outputs.names).toBe('["dist"]')
  })
})
