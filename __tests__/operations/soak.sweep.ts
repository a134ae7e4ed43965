import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { LASTING_FAULTS, PASSING_FAULTS } from '../support/api-faults.js'
import { zipFiles } from '../support/artifact-zip.js'
import { scaledClock } from '../support/clock.js'
import type { Artifact, Fault } from '../support/github-server/index.js'
import { HOSTILE_TEXTS } from '../support/hostile-texts.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { type Scenario, startScenario } from '../support/scenario.js'
import { stepProblems } from '../support/step-problems.js'

/**
 * Random operations on one server, one after the other, with random faults. `SOAK=500` sets their number; `SOAK_SEED`
 * repeats a run. Each failure names its seed.
 */
const ROUNDS = Number(process.env.SOAK ?? 40)
const SEED = Number(process.env.SOAK_SEED ?? 20261124)

const STORAGE_FAULTS: Record<string, Fault> = {
  'an expired URL': 'expired-url',
  'a cut': { truncateAfterBytes: 100 },
  'an ignored range': { ignoreRange: true },
  'another range': { contentRange: 'bytes 7-99/1000' },
  'another ETag': { etag: '"another"' },
  'a 404': { status: 404 },
  'a lost response': 'lost-answer'
}
const FAULTS = { ...PASSING_FAULTS, ...LASTING_FAULTS, ...STORAGE_FAULTS }

/** Mulberry32: the same numbers from the same seed on every machine. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const random = randomOf(SEED)
const below = (count: number) => Math.floor(random() * count)
function pick<T>(items: readonly T[]): T {
  return items[below(items.length)] as T
}

const NOISE = pseudoRandomBytes(9 << 20)
let large: Buffer
beforeAll(async () => {
  large = await zipFiles({ 'a.txt': 'artifact of round 0', 'n.bin': NOISE })
})

let scenario: Scenario
afterEach(() => scenario.close())

async function upload(round: number): Promise<Artifact> {
  const text = `artifact of round ${round}`
  const kind = below(12)
  if (kind === 0)
    return await scenario.run.addArtifact(`file-${round}.txt`, {
      raw: Buffer.from(text),
      contentType: 'text/plain'
    })
  if (kind === 1)
    return await scenario.run.addArtifact(pick(Object.values(HOSTILE_TEXTS)), { files: { 'a.txt': text } })
  if (kind === 2) return await scenario.run.addArtifact(`broken-${round}`, { zip: Buffer.from('no archive') })
  if (kind === 3) {
    return await scenario.run.addArtifact(`large-${round}`, { zip: large })
  }
  return await scenario.run.addArtifact(`small-${below(8)}`, { files: { 'a.txt': text, 'd/b.txt': text } })
}

function inputsOf(round: number, ids: readonly number[]): Record<string, string> {
  const byId: Record<string, string> =
    ids.length > 0 ? { 'artifact-ids': String(pick(ids)) } : { name: 'small-1' }
  const what = pick([byId, { name: `small-${below(8)}` }])
  const path = `out-${round}`
  return pick<Record<string, string>>([
    { operation: 'list', pattern: '*' },
    { operation: 'list', scope: 'repository', name: `small-${below(8)}` },
    { operation: 'get', ...what },
    { ...what, path },
    { ...what, path, files: 'a.txt' },
    { ...what, path, 'skip-decompress': 'true' },
    { ...what, path, 'delete-after': 'true' },
    {
      pattern: 'small-*',
      path,
      'merge-multiple': 'true',
      'on-conflict': pick(['overwrite', 'skip', 'error'])
    },
    { pattern: '*', path, latest: 'false' },
    { operation: 'delete', ...what },
    { operation: 'delete', scope: 'repository', 'keep-latest': '3', limit: '2' },
    { operation: 'delete', pattern: 'small-*', 'dry-run': 'true' }
  ])
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)))
}

test(`${ROUNDS} random operations with random faults leave nothing inconsistent (seed ${SEED})`, async () => {
  scenario = await startScenario({ strict: false, rateLimit: 'off' }, scaledClock(20_000))
  const { repository, server, job } = scenario
  const codes = { 0: 0, 1: 0 }
  for (let round = 0; round < ROUNDS; round++) {
    for (let count = below(3); count >= 0; count--) await upload(round)
    server.clearFaults()
    const titles: string[] = []
    for (let count = below(4); count > 0; count--) {
      const title = pick(Object.keys(FAULTS))
      titles.push(title)
      server.fault({
        match: { nth: 1 + below(5) },
        times: pick([1, 1, 2, 100]),
        action: FAULTS[title] as Fault
      })
    }
    const inputs: Record<string, string> = {
      retries: '2',
      ...inputsOf(
        round,
        repository.artifacts.items.map(({ id }) => id)
      )
    }
    const had = new Map(repository.artifacts.items.map(({ id, name }) => [id, name]))
    const step = await scenario.step(inputs)
    const gone = [...had.keys()].filter(id => repository.artifacts.find(id) === undefined)
    const wrong = stepProblems(step, scenario)
    const { outputs } = step
    const deleted = inputs['dry-run'] === 'true' ? 0 : Number(outputs['deleted-count'] ?? 0)
    // A deletion whose response was lost may count as failed, never the reverse.
    if (gone.length < deleted) wrong.push(`${gone.length} gone, ${deleted} counted`)
    const lost = Number(outputs['failed-count'] ?? 0) + Number(outputs['remaining-count'] ?? 0)
    if (gone.length > deleted + lost) wrong.push(`${gone.length} gone, ${deleted} counted, ${lost} in doubt`)
    if (
      deleted === 0 &&
      inputs.operation !== 'delete' &&
      inputs['delete-after'] === undefined &&
      gone.length > 0
    ) {
      wrong.push('deleted by what deletes nothing')
    }
    for (const path of filesIn(job.workspace)) {
      if (path.split(sep)[0] !== inputs.path) wrong.push(`written elsewhere: ${path}`)
      const isText = path.endsWith('.txt')
      if (isText && !/^artifact of round \d+$/.test(readFileSync(join(job.workspace, path), 'utf8'))) {
        wrong.push(`half-written: ${path}`)
      }
      if (path.endsWith('n.bin') && !readFileSync(join(job.workspace, path)).equals(NOISE)) {
        wrong.push(`half-written: ${path}`)
      }
    }
    if (step.code === 0 && outputs['failed-count'] !== undefined && outputs['failed-count'] !== '0') {
      wrong.push('green, and something failed')
    }
    expect({ seed: SEED, round, inputs, titles, wrong }).toEqual({
      seed: SEED,
      round,
      inputs,
      titles,
      wrong: []
    })
    codes[step.code === 0 ? 0 : 1]++
    rmSync(join(job.workspace, inputs.path ?? 'none'), { recursive: true, force: true })
  }
  // Both exit codes must occur.
  expect(codes[0]).toBeGreaterThan(ROUNDS / 10)
  expect(codes[1]).toBeGreaterThan(ROUNDS / 10)
}, 600_000)
