import pLimit from 'p-limit'
import type { Fault, GitHubServerOptions, RequestRecord, ServerName } from '../support/github-server/index.js'
import { startJobOnServer } from '../support/job-on-server.js'
import {
  contradictions,
  inputsOf,
  OPERATION_CASES,
  type OperationCase,
  wrongEnd
} from '../support/operation-cases.js'
import { runStep, type StepResult } from '../support/runner.js'
import { stepProblems } from '../support/step-problems.js'
import { STORAGE_CASES } from '../support/storage-cases.js'

/** Processes that wait cost nothing. */
const together = pLimit(16)

/** A use of the action, and whose requests meet the stalls. */
interface Use {
  operation: OperationCase
  at: ServerName
  options: GitHubServerOptions
}

const USES: Use[] = [
  ...OPERATION_CASES.map((operation): Use => {
    const { pageSizeCap } = operation
    return { operation, at: 'api', options: pageSizeCap === undefined ? {} : { pageSizeCap } }
  }),
  ...STORAGE_CASES.map(
    (operation): Use => ({ operation, at: 'storage', options: { storage: operation.storage } })
  )
]

const STALLS: Record<string, Fault> = {
  'before the headers': 'stall',
  'after the headers': { stallAfterBytes: 0 }
}

interface Stalled {
  step: StepResult
  wrong: string[]
  asked: RequestRecord[]
  isMet: boolean
}

/** What its requests meet: the action at the nth request that comes, and at so many after it. */
interface Meeting {
  action: Fault
  nth: number
  times: number
}

/** How many requests each use has that meets nothing: given time, so that a busy machine adds none. */
const counts = new Map<Use, number>()
beforeAll(async () => {
  await together.map(USES, async use => {
    const { asked } = await stalled(use, { action: {}, nth: 1, times: 1 }, { 'stall-timeout': '30s' })
    counts.set(use, asked.length)
  })
}, 120_000)

async function stalled(
  { operation, at, options }: Use,
  { action, nth, times }: Meeting,
  patience: Record<string, string>
): Promise<Stalled> {
  const stage = await startJobOnServer(undefined, options)
  try {
    await operation.arrange(stage)
    const had = stage.repository.artifacts.items.map(({ name }) => name)
    const fault = stage.server.fault({ match: { server: at, nth }, times, action })
    const inputs = { concurrency: '1', ...patience, ...inputsOf(operation, stage) }
    const step = await runStep(stage.job, { inputs })
    const wrong = [...stepProblems(step, stage), ...contradictions(operation, stage, step, had)]
    const isMet = fault.hits > 0
    if (!isMet) wrong.push('no request met it')
    return { step, wrong, isMet, asked: stage.server.requests.filter(({ server }) => server === at) }
  } finally {
    await stage.close()
  }
}

/** What is wrong when each request in turn meets the stall. */
async function wrongWith(
  { action, times, retries }: { action: Fault; times: number; retries: string },
  end: (use: Use, turn: Stalled, nth: number) => string[]
) {
  const turns = USES.flatMap(use =>
    Array.from({ length: counts.get(use) ?? 0 }, (_, index) => ({ use, nth: index + 1 }))
  )
  const all = await together.map(turns, async ({ use, nth }) => {
    const meeting = { action, nth, times }
    const first = await stalled(use, meeting, { retries, 'stall-timeout': '1s' })
    // On a busy machine an earlier request may have been given up for one: given more time, none is.
    const turn = first.isMet ? first : await stalled(use, meeting, { retries, 'stall-timeout': '10s' })
    return { title: use.operation.title, nth, wrong: [...turn.wrong, ...end(use, turn, nth)] }
  })
  expect(all.length).toBeGreaterThan(60)
  return all.filter(({ wrong }) => wrong.length > 0)
}

describe.each(Object.entries(STALLS))('a stall %s', (_, action) => {
  test('once, at each request of each operation in turn', async () => {
    const wrong = await wrongWith({ action, times: 1, retries: '3' }, ({ operation }, { step }) =>
      wrongEnd(operation, step)
    )
    expect(wrong).toEqual([])
  }, 120_000)

  test('from each request of each operation on', async () => {
    const wrong = await wrongWith(
      { action, times: 1000, retries: '1' },
      ({ operation }, { step, asked }, nth) => {
        const hurts = asked.slice(nth - 1).some(request => action === 'stall' || hasBody(request))
        const code = hurts || operation.fails !== undefined ? 1 : 0
        return step.code === code ? [] : [`exit ${step.code}, not ${code}:\n${step.stdout}`]
      }
    )
    expect(wrong).toEqual([])
  }, 180_000)
})

/** A redirect to storage and a 204 end with their headers. */
function hasBody({ server, method, path }: RequestRecord): boolean {
  return server === 'storage' || !(method === 'DELETE' || path.endsWith('/zip'))
}
