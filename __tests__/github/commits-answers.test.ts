import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ServerDialect } from '../support/github-server/index.js'
import { errorCodeOf } from '../support/log.js'
import { type Scenario, startScenario } from '../support/scenario.js'

let scenario: Scenario
afterEach(async () => {
  await scenario.server.close()
  scenario.job.remove()
})

const SHA = 'ab'.repeat(20)
const EVENT = { pull_request: { number: 5, head: { sha: SHA, ref: 'fix' }, base: { sha: 'cd'.repeat(20) } } }

const JUNK: [string, unknown][] = [
  ['null', null],
  ['a text', 'text'],
  ['an empty object', {}],
  ['a list with null', [null]],
  ['a list of empty objects', [{}]],
  ['numbers as SHAs', [{ sha: 7, number: 5, head: { ref: 'a', sha: 7 }, commit: null }]],
  ['an empty SHA', [{ sha: '', commit: { committer: null } }]],
  ['a pull request without a head', [{ number: 5, merged_at: null, merge_commit_sha: null }]],
  ['a merge base of another shape', { merge_base_commit: { sha: 5 }, merge_base: 5 }]
]
const SEARCHES: [string, Record<string, string>][] = [
  ['pull-request: merged', { 'pull-request': 'merged' }],
  ['commit: merge-base', { commit: 'merge-base' }],
  ['ancestors', { commit: SHA, ancestors: '5' }],
  ['a pull request', { 'pull-request': '5' }]
]

describe.each<ServerDialect>(['github', 'gitea', 'forgejo'])('%s', dialect => {
  describe.each(SEARCHES)('%s', (_, inputs) => {
    test.each(JUNK)(
      'an answer of another shape is an error, and nothing is selected: %s',
      async (_title, body) => {
        scenario = await startScenario({ dialect, strict: false })
        scenario.server.fault({
          match: { fits: ({ path }) => /\/(commits|compare|pulls)\b/.test(path) },
          times: 99,
          action: { status: 200, body: body as object }
        })
        const file = join(scenario.job.temp, 'event.json')
        writeFileSync(file, JSON.stringify(EVENT))
        const step = { operation: 'get', name: 'dist', ...inputs }
        const { code, stdout, outputs } = await scenario.step(step, {
          ...scenario.server.jobEnvironment(scenario.run),
          GITHUB_SHA: SHA,
          GITHUB_EVENT_PATH: file
        })
        expect([code, outputs.count]).toEqual([1, '0'])
        // Some of it is a pull request that fits nothing.
        expect(['api-answer-invalid', 'artifact-not-found']).toContain(errorCodeOf(stdout))
        expect(scenario.server.requests.some(({ fault }) => fault !== undefined)).toBe(true)
      }
    )
  })
})
