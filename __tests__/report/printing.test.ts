import { scaledClock } from '../support/clock.js'
import type { Fault } from '../support/github-server/index.js'
import { HOSTILE_TEXTS } from '../support/hostile-texts.js'
import { rawZip } from '../support/raw-zip.js'
import { rendered } from '../support/rendered.js'
import type { StepResult } from '../support/runner.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { FORGED, stepProblems, workspacePaths } from '../support/step-problems.js'
import { rowsOf } from '../support/sweep.js'

const SPEED = 20_000

let scenario: Scenario
beforeEach(async () => {
  scenario = await startScenario({ strict: false }, scaledClock(SPEED))
})
afterEach(() => scenario.close())

/** Checks the elements, links and tables of a summary. */
function summaryProblems({ summary }: StepResult): string[] {
  if (summary === '') return []
  const { elements, links, cells } = rendered(summary)
  const wrong = Object.keys(elements).filter(
    name => !/^(h3|p|table|thead|tbody|tr|th|td|a|br|strong|code|pre|blockquote|ul|li)$/.test(name)
  )
  if (elements.h3 !== 1) wrong.push(`${elements.h3} headings`)
  if ((elements.table ?? 0) > 1) wrong.push(`${elements.table} tables`)
  const alerts = summary.match(/^> \[!/gm)?.length ?? 0
  const items = summary.match(/^> - /gm)?.length ?? 0
  for (const [name, count] of [
    ['blockquote', alerts],
    ['ul', alerts],
    ['li', items]
  ] as const) {
    if ((elements[name] ?? 0) !== count) wrong.push(`${elements[name]} of ${name}, not ${count}`)
  }
  const widths = new Set(cells.map(row => row.length))
  if (widths.size > 1) wrong.push(`rows of ${[...widths].join(' and ')} cells`)
  for (const width of widths) if (width !== elements.th) wrong.push(`rows of ${width} cells`)
  // GitHub cuts a row with more cells than the head.
  const rows = summary.split('\n').filter(line => line.startsWith('|'))
  const borders = rows.map(row => row.match(/(?<!\\)(?:\\\\)*\|/g)?.length)
  if (new Set(borders).size > 1) wrong.push(`rows of ${borders.join()} borders`)
  for (const link of links) {
    const page = /^http:\/\/127\.0\.0\.1:\d+\/octo-org\/app\/actions\/runs\/\d+(\/artifacts\/\d+)?$/
    if (!page.test(link)) wrong.push(`a link to ${link}`)
  }
  return wrong
}

const QUICK_TEXTS = [
  'a command on a line of its own',
  'the end of an output',
  'text that runs the other way',
  'HTML',
  'a cell of a table, escaped'
]
const TEXTS = rowsOf(Object.entries(HOSTILE_TEXTS), ([title]) => QUICK_TEXTS.includes(title))

describe.each(TEXTS)('%s', (_, text) => {
  test('as the name of an artifact, branch, repository, digest and file', async () => {
    const { repository } = scenario
    const [workflow] = repository.workflows.items
    if (workflow === undefined) throw new Error('no workflow')
    const fork = repository.addRun({
      workflow,
      head_branch: text,
      path: text,
      event: text,
      head_repository: { id: 99, full_name: text }
    })
    const ids: number[] = []
    for (const run of [fork, repository.addRun({ workflow, head_branch: text }), scenario.run]) {
      const zip = rawZip({
        entries: [
          { name: text, data: 'x' },
          { name: 'good', data: 'x' }
        ]
      })
      ids.push((await run.addArtifact(text, { zip, digest: text })).id)
      ids.push((await run.addArtifact(`${text}.txt`, { raw: Buffer.from('x'), contentType: text })).id)
    }
    const all = { scope: 'repository', pattern: '*\n**', 'include-expired': 'true', latest: 'false' }
    const byId = { 'artifact-ids': ids.join() }
    const steps: Record<string, string>[] = [
      { operation: 'list', ...all },
      { operation: 'get', ...byId, summary: 'true' },
      { operation: 'get', name: 'good', branch: 'main' },
      { operation: 'list', 'run-id': String(fork.id), name: 'good', 'if-no-artifact-found': 'warn' },
      { operation: 'list', pattern: 'nothing-*', scope: 'repository', 'if-no-artifact-found': 'error' },
      { operation: 'get', ...byId, 'run-id': String(fork.id), summary: 'true' },
      { path: 'folders', ...byId },
      { path: 'merged', ...byId, 'digest-mismatch': 'warn', 'merge-multiple': 'true' },
      { path: 'zips', ...byId, 'digest-mismatch': 'info', 'skip-decompress': 'true' },
      { path: 'files', ...byId, files: 'good', 'merge-multiple': 'true' },
      { operation: 'delete', ...byId, 'dry-run': 'true' },
      { operation: 'delete', ...byId, 'max-deletes': '1' },
      { operation: 'delete', scope: 'repository', 'keep-latest': '1', 'group-by': 'name-and-branch' },
      { operation: 'delete', ...byId }
    ]
    const results: StepResult[] = []
    for (const inputs of steps) {
      const step = await scenario.step(inputs)
      expect({ inputs, wrong: [...stepProblems(step, scenario), ...summaryProblems(step)] }).toEqual({
        inputs,
        wrong: []
      })
      results.push(step)
    }
    expect(JSON.parse(results[0]?.outputs.names ?? '')).toContain(text)
    expect(rendered(results[0]?.summary ?? '').cells).toHaveLength(6)
    const tops = new Set(workspacePaths(scenario.job).map(path => path.split('/')[0]))
    for (const top of tops) expect(['folders', 'merged', 'zips', 'files']).toContain(top)
  })

  test('as an input', async () => {
    for (const [name, value] of [
      ['name', text],
      ['pattern', text],
      ['branch', text],
      ['workflow', text],
      ['repository', text],
      ['run-id', text],
      ['api-url', text],
      ['operation', text],
      ['older-than', text],
      ['files', text]
    ] as const) {
      const step = await scenario.step({ operation: name === 'files' ? 'download' : 'list', [name]: value })
      expect({ name, wrong: [...stepProblems(step, scenario), ...summaryProblems(step)] }).toEqual({
        name,
        wrong: []
      })
    }
  })
})

describe('responses of a server', () => {
  const loud = `\u001b[2J::error::${FORGED}\r\n##[error]${FORGED}\n`.repeat(30_000)
  const headers = {
    'x-github-request-id': `::error::${FORGED} ##[error]${FORGED}`,
    'x-ratelimit-remaining': `::error::${FORGED}`,
    'x-ratelimit-reset': `##[error]${FORGED}`,
    date: `##[error]${FORGED}`,
    link: `<https://evil.example/##[error]${FORGED}>; rel="next", <x>; rel="deprecation"`,
    deprecation: `##[error]${FORGED}`,
    sunset: `##[error]${FORGED}`,
    warning: `##[error]${FORGED}`
  }
  const responses: [string, Fault][] = [401, 403, 404, 410, 422, 429, 500].map(status => [
    `a ${status} with a message of 1 MB`,
    { status, body: { message: loud, errors: [{ message: loud }] }, headers }
  ])
  responses.push(
    ['a page of 1 MB', { status: 200, body: `<html>${loud}`, headers }],
    ['text of 1 MB', { status: 200, body: loud, headers: { ...headers, 'content-type': 'text/plain' } }],
    [
      'a redirect',
      { status: 301, headers: { ...headers, location: `https://##[error]${FORGED}/::error::` } }
    ],
    ['an invalid retry-after', { status: 503, headers: { ...headers, 'retry-after': `##[error]${FORGED}` } }],
    ['only headers', { headers }]
  )

  const quick = /^a (403|redirect)\b/
  const rows = rowsOf(responses, ([title]) => quick.test(title))

  test.each(rows)('%s, from the API and from storage, in every operation', async (_, action) => {
    for (const name of ['a', 'b']) await scenario.run.addArtifact(name, { files: { x: 'x' } })
    const [artifact] = scenario.repository.artifacts.items
    const id = String(artifact?.id)
    for (const path of [/artifacts(\?|$)/, /artifacts\/\d+$/, /zip$/, /actions-results/]) {
      scenario.server.clearFaults()
      scenario.server.fault({ match: { path }, times: 1000, action })
      for (const inputs of [
        { operation: 'list' },
        { operation: 'get', 'artifact-ids': id },
        { operation: 'download', path: 'out' },
        { operation: 'download', path: 'out', 'artifact-ids': id, files: 'x' },
        { operation: 'delete', pattern: 'a' }
      ]) {
        const step = await scenario.step({ ...inputs, retries: '1' })
        const wrong = [...stepProblems(step, scenario), ...summaryProblems(step)]
        expect({ path, inputs, wrong }).toEqual({ path, inputs, wrong: [] })
        expect(step.stdout.length).toBeLessThan(100_000)
      }
    }
  })
})

test('an invalid expiry date of an artifact', async () => {
  const artifacts = ['\n##[error]x', '\r::error::'].map((expires_at, index) => ({
    id: 7 + index,
    name: `a${index}`,
    size_in_bytes: 5,
    expired: false,
    created_at: null,
    expires_at
  }))
  const list = { status: 200, body: { total_count: 2, artifacts } }
  scenario.server.fault({ match: { path: /artifacts\?/ }, times: 9, action: list })
  scenario.server.fault({ match: { path: /zip$/ }, times: 9, action: { status: 410 } })
  const step = await scenario.step({ path: 'out', retries: '0' })
  expect(step.code).toBe(1)
  expect(stepProblems(step, scenario)).toEqual([])
})
