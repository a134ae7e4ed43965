import { INPUTS } from '../../src/inputs/input-table.js'
import { type JobOnServer, startJobOnServer } from '../support/job-on-server.js'
import { errorCodeOf, errorOf } from '../support/log.js'
import { runStep } from '../support/runner.js'
import { paths } from '../support/tree.js'

let stage: JobOnServer
beforeAll(async () => {
  stage = await startJobOnServer()
})
afterAll(() => stage.close())

/** A value that is invalid for most inputs. */
const JUNK = 'no\u001bsuch::value*'
/** Invalid values for the inputs that accept JUNK. */
const OTHER_JUNK: Record<string, string> = {
  pattern: '{1..9999}',
  files: '{1..9999}',
  unpack: '{1..9999}',
  repository: 'a/b/c'
}

test.each(['list', 'get', 'download', 'delete'] as const)(
  '%s: one error names each invalid input and what is allowed, before any request',
  async operation => {
    const allowed = Object.entries(INPUTS).filter(
      ([name, { operations }]) =>
        name !== 'operation' && (operations as readonly string[]).includes(operation)
    )
    const junk = Object.fromEntries(allowed.map(([name]) => [name, OTHER_JUNK[name] ?? JUNK]))
    const { code, stdout, stderr, outputs, summary } = await runStep(stage.job, {
      inputs: { ...junk, operation }
    })
    expect(errorCodeOf(stdout)).toBe('input-invalid')
    const lines = errorOf(stdout).message.split('\n')
    for (const [name] of allowed) {
      const about = lines.filter(line => line.startsWith(`- ${name} `))
      expect([name, about]).toEqual([
        name,
        [expect.stringMatching(name === 'branch' ? /scope: repository/ : /Allowed: /)]
      ])
    }
    expect({ code, stderr, outputs, summary }).toEqual({ code: 1, stderr: '', outputs: {}, summary: '' })
    expect(stage.server.requests).toEqual([])
    expect(paths(stage.job.workspace)).toEqual([])
  }
)

test('an unknown operation is reported together with other problems', async () => {
  const { code, stdout } = await runStep(stage.job, { inputs: { operation: 'upload', concurrency: '0' } })
  expect(code).toBe(1)
  expect(errorCodeOf(stdout)).toBe('input-invalid')
  expect(errorOf(stdout).message.split('\n').slice(1, 3)).toEqual([
    expect.stringMatching(/^- operation "upload" .*list, get, download or delete$/),
    expect.stringMatching(/^- concurrency "0" .* 1 to 64$/)
  ])
  expect(stage.server.requests).toEqual([])
})

test('probable mistakes cause warnings before the first request', async () => {
  const { code, stdout } = await runStep(stage.job, {
    inputs: { operation: 'list', pattern: 'none-*', commit: '', workflow_conclusion: 'completed' }
  })
  expect(code).toBe(0)
  const lines = stdout.split('\n')
  const firstRequest = lines.findIndex(line => line.startsWith('::debug::GET '))
  expect(lines.slice(0, firstRequest).filter(line => !line.startsWith('::debug::'))).toEqual([
    expect.stringMatching(/^::warning::workflow_conclusion .* conclusion /),
    expect.stringMatching(/^::warning::commit /),
    expect.stringMatching(/^::add-mask::/)
  ])
})
