import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorOf } from '../support/log.js'
import { disorders } from '../support/orderly.js'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario()
  await scenario.run.addArtifact('dist', { files: { 'a.txt': 'a' } })
})
afterEach(() => scenario.close())

type Row = [what: string, path: () => string, title: string, says: RegExp]
/** What one of the runner's files may be instead, and what is then to be read. */
const BROKEN: Row[] = [
  ['a folder', () => scenario.job.temp, 'Disk failed (disk-failed)', /EISDIR|EPERM|EACCES/],
  [
    'a file in a file',
    () => {
      writeFileSync(join(scenario.job.workspace, 'file'), '')
      return join(scenario.job.workspace, 'file/output')
    },
    'Disk failed (disk-failed)',
    /ENOTDIR|ENOENT|Missing file/
  ],
  [
    'in a folder that is not there',
    () => join(scenario.job.folder, 'none/output'),
    'Disk failed (disk-failed)',
    /ENOENT|Missing file/
  ],
  // Linux has a disk that is always full.
  ...['/dev/full']
    .filter(file => existsSync(file))
    .map((file): Row => {
      return ['on a full disk', () => file, 'Disk full (disk-full)', /no space is left/]
    })
]

describe.each(BROKEN)('a file of the runner that is %s', (_, path, title, says) => {
  test.each<[string, Record<string, string>]>([
    ['list', { operation: 'list' }],
    ['download', { name: 'dist', path: 'out' }],
    ['delete', { operation: 'delete', name: 'dist' }]
  ])('outputs of a %s: an error, and all else is done', async (operation, inputs) => {
    const step = await scenario.step(inputs, { GITHUB_OUTPUT: path() })
    expect(disorders(step, scenario)).toEqual([])
    expect(step.code).toBe(1)
    const error = errorOf(step.stdout)
    expect(error.title).toBe(title)
    expect(error.message).toMatch(/^The outputs could not be written to GITHUB_OUTPUT: /)
    expect(error.message).toMatch(says)
    expect(error.message).toContain('\n\nWhat the step was asked for is done')
    expect(step.summary).toContain('dist')
    expect(existsSync(join(scenario.job.workspace, 'out/a.txt'))).toBe(operation === 'download')
    expect(scenario.repository.artifacts.items).toHaveLength(operation === 'delete' ? 0 : 1)
  })

  test('outputs of a step that fails: its own error, and a warning', async () => {
    const step = await scenario.step({ name: 'other' }, { GITHUB_OUTPUT: path() })
    expect(disorders(step, scenario)).toEqual([])
    expect(errorOf(step.stdout).message).toMatch(/^Not found in /)
    expect(step.stdout).toMatch(/^::warning::The outputs could not be written to GITHUB_OUTPUT: /m)
  })

  test('the summary: a warning', async () => {
    const step = await scenario.step({ operation: 'list' }, { GITHUB_STEP_SUMMARY: path() })
    expect(disorders(step, scenario)).toEqual([])
    expect(step.code).toBe(0)
    expect(step.stdout).toMatch(/^::warning::The summary could not be written to GITHUB_STEP_SUMMARY: /m)
    expect(step.outputs.names).toBe('["dist"]')
  })
})
