import { INPUTS } from '../../src/inputs/inputs.js'
import { type JobOnServer, startJobOnServer } from '../support/job-on-server.js'
import { errorOf } from '../support/log.js'
import { runStep } from '../support/runner.js'
import { paths } from '../support/tree.js'

let stage: JobOnServer
beforeAll(async () => {
  stage = await startJobOnServer()
})
afterAll(() => stage.close())

/** What no input that is checked by itself allows, of a kind for each. */
const JUNK = 'no\u001bsuch::value*'
/** Of these any one line is a value: they need another kind of junk. */
const OTHER_JUNK: Record<string, string> = { pattern: '{1..9999}', files: '{1..9999}', repository: 'a/b/c' }

test.each(['list', 'get', 'download', 'delete'] as const)(
  'junk in every input of %s is told in one error, each input by its name, with what is allowed, before any request',
  async operation => {
    const taken = Object.entries(INPUTS).filter(
      ([name, { operations }]) =>
        name !== 'operation' && (operations as readonly string[]).includes(operation)
    )
    const junk = Object.fromEntries(taken.map(([name]) => [name, OTHER_JUNK[name] ?? JUNK]))
    const { code, stdout, stderr, outputs, summary } = await runStep(stage.job, {
      inputs: { ...junk, operation }
    })
    const lines = errorOf(stdout).message.split('\n')
    expect(lines.shift()).toBe('Invalid inputs:')
    for (const [name] of taken) {
      const about = lines.filter(line => line.startsWith(`- ${name} `))
      expect([name, about]).toEqual([
        name,
        [expect.stringMatching(/is not (allowed|one branch); .*allowed: /)]
      ])
    }
    expect({ code, stderr, outputs, summary }).toEqual({ code: 1, stderr: '', outputs: {}, summary: '' })
    expect(stage.server.requests).toEqual([])
    expect(paths(stage.job.workspace)).toEqual([])
  }
)

test('an operation that there is not is told with what else is wrong', async () => {
  const { code, stdout } = await runStep(stage.job, { inputs: { operation: 'upload', concurrency: '0' } })
  expect(code).toBe(1)
  expect(errorOf(stdout)).toEqual({
    title: 'Invalid inputs (input-invalid)',
    message:
      'Invalid inputs:\n- operation "upload" is not allowed; allowed: list, get, download or delete\n- concurrency "0" is not allowed; allowed: a whole number from 1 to 64\n\nCorrect `with:` of this step; nothing was asked of the server yet.'
  })
  expect(stage.server.requests).toEqual([])
})

test('what is allowed and most likely not meant is warned of before the first request', async () => {
  const { code, stdout } = await runStep(stage.job, {
    inputs: { operation: 'delete', pattern: 'none-*', 'dry-run': '', workflow_conclusion: 'completed' }
  })
  expect(code).toBe(0)
  expect(stdout.split('\n').slice(0, 4)).toEqual([
    '::warning::workflow_conclusion is not an input of this action, and does nothing; the nearest here is conclusion',
    expect.stringMatching(/^::warning::dry-run is empty, .*this step deletes/),
    expect.stringMatching(/^::add-mask::/),
    expect.stringMatching(/^::debug::GET /)
  ])
})
