import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { RunArtifacts } from '../../../src/github/artifact-service/run-artifacts.js'
import { runtimeEnvironment } from '../../../src/github/artifact-service/runtime-environment.js'
import { ServiceArtifacts } from '../../../src/github/artifact-service/service-artifacts.js'
import { ServiceClient } from '../../../src/github/artifact-service/service-client.js'
import type { ArtifactSource } from '../../../src/github/artifact-source.js'
import { RequestQueue } from '../../../src/http/request-queue.js'
import { steppedClock } from '../../support/clock.js'
import type { Fault, GitHubServer } from '../../support/github-server/index.js'
import { startScene } from '../../support/github-server/scene.js'
import { errorOf } from '../../support/log.js'
import { type ServiceScenario, startServiceScenario } from '../../support/service-scenario.js'

// Another job uploads an artifact of the same name while a step runs. The service signs and deletes by name.

let scenario: ServiceScenario

beforeEach(async () => {
  scenario = await startServiceScenario()
})
afterEach(() => scenario.close())

const PAD = randomBytes(3_000_000)
const upload = (text: string, { hasDigest = true, isLarge = false } = {}) =>
  scenario.run.addArtifact('a', {
    files: { 'a.txt': text, ...(isLarge && { 'pad.bin': PAD }) },
    ...(!hasDigest && { digest: null })
  })
const content = () => {
  const file = path.join(scenario.job.workspace, 'out', 'a.txt')
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
const names = () => scenario.run.artifacts.items.map(({ id }) => id)
const asked = (method: string) =>
  scenario.requests().filter(request => request === `service ${method}`).length
const at = (method: string, before: () => Promise<unknown>, nth = 1) =>
  scenario.server.fault({
    match: { server: 'service', path: `/${method}`, nth },
    action: { before: async () => void (await before()) }
  })
const replaceOld = async (options = {}) => {
  const [old] = scenario.run.artifacts.items
  await upload('NEW', options)
  if (old) scenario.repository.removeArtifact(old)
}

const DOWNLOADS: [string, Record<string, string>, Parameters<typeof upload>[1]][] = [
  ['the digest', {}, {}],
  ['digest-mismatch: warn', { 'digest-mismatch': 'warn' }, {}],
  ['digest-mismatch: info', { 'digest-mismatch': 'info' }, {}],
  ['digest-mismatch: ignore', { 'digest-mismatch': 'ignore' }, {}],
  ['files, with ranges', { files: 'a.txt' }, { isLarge: true }],
  ['files, of a small artifact', { files: 'a.txt' }, {}],
  ['no digest', {}, { hasDigest: false }],
  ['no digest, and a large artifact', {}, { hasDigest: false, isLarge: true }]
]

describe.each(DOWNLOADS)('a download with %s', (_what, inputs, options) => {
  test('of an artifact that is replaced before it is signed: REST has its own bytes', async () => {
    await upload('OLD', options)
    at('GetSignedArtifactURL', () => upload('NEW', options))
    const { code, outputs, stdout } = await scenario.step({ name: 'a', path: 'out', ...inputs })
    expect([code, content(), outputs['api-requests']]).toEqual([0, 'OLD', '1'])
    expect(asked('ListArtifacts')).toBe(2)
    expect(stdout).not.toMatch(/^::warning/m)
  })

  test.each([
    ['auto', {}],
    ['runtime', { backend: 'runtime' }]
  ])('of one that is gone by then fails: it was replaced (backend: %s)', async (_backend, backend) => {
    scenario.server.permissions = {}
    await upload('OLD', options)
    at('GetSignedArtifactURL', () => replaceOld(options))
    const { code, stdout } = await scenario.step({ name: 'a', path: 'out', ...inputs, ...backend })
    expect([code, content()]).toEqual([1, undefined])
    const { title, message } = errorOf(stdout)
    expect(title).toContain('artifact-not-found')
    expect(message).toContain('replaced')
    expect(message).not.toContain('actions: read')
  })

  test('of one that stays needs no permission', async () => {
    scenario.server.permissions = {}
    await upload('OLD', options)
    const { code } = await scenario.step({ name: 'a', path: 'out', ...inputs })
    expect([code, content()]).toEqual([0, 'OLD'])
    expect(asked('ListArtifacts')).toBeLessThanOrEqual(2)
  })
})

test('an enforced digest needs no second list', async () => {
  await upload('OLD')
  await scenario.step({ name: 'a', path: 'out' })
  expect(asked('ListArtifacts')).toBe(1)
})

test('a digest that differs, of an artifact that was not replaced, is a warning', async () => {
  const artifact = await upload('OLD')
  artifact.digest = `sha256:${'0'.repeat(64)}`
  const { code, stdout } = await scenario.step({ name: 'a', path: 'out', 'digest-mismatch': 'warn' })
  expect([code, content()]).toEqual([0, 'OLD'])
  expect(stdout).toMatch(/^::warning/m)
})

describe('a deletion', () => {
  const remove = (more = {}) => scenario.step({ operation: 'delete', name: 'a', ...more })
  const fail = (action: Fault, nth = 1) =>
    scenario.server.fault({ match: { server: 'service', path: '/DeleteArtifact', nth }, action })

  test('with a 408 is never repeated by name', async () => {
    await upload('OLD')
    fail({ status: 408, before: () => replaceOld() })
    const { code, outputs } = await remove()
    expect([code, outputs['deleted-count'], asked('DeleteArtifact')]).toEqual([0, '1', 1])
    expect(names()).toHaveLength(1)
  })

  test('with a response that names no artifact is looked up by id', async () => {
    const old = await upload('OLD')
    fail({ status: 200, body: { ok: true } })
    const { code, outputs } = await remove()
    expect([code, outputs['deleted-count'], outputs['api-requests']]).toEqual([0, '1', '1'])
    expect(names()).not.toContain(old.id)
  })

  test.each(['auto', 'runtime'])(
    'whose response is lost, and that cannot be looked up, may be carried out (backend: %s)',
    async backend => {
      scenario.server.permissions = {}
      await upload('OLD')
      fail('lost-answer')
      scenario.server.fault({
        match: { path: '/ListArtifacts', nth: 2 },
        times: Number.POSITIVE_INFINITY,
        action: { status: 403 }
      })
      const { code, stdout } = await remove({ backend })
      expect(code).toBe(1)
      expect(errorOf(stdout).message).toContain('already be deleted')
    }
  )
})

test.each([
  ['delete', { operation: 'delete' }],
  ['download', { path: 'out' }]
])('backend: runtime cannot %s an older artifact of a name, and says so', async (doing, inputs) => {
  const old = await upload('OLD')
  await upload('NEW')
  const step = { 'artifact-ids': String(old.id), backend: 'runtime', ...inputs }
  const { code, stdout } = await scenario.step(step)
  expect([code, names().length]).toEqual([1, 2])
  expect(errorOf(stdout).message).toContain(`Could not ${doing} `)
})

describe('before a deletion by name', () => {
  let opened: GitHubServer | undefined
  afterEach(() => opened?.close())

  async function listed() {
    const scene = await startScene()
    const { server, run } = scene
    opened = server
    const { access } = runtimeEnvironment(server.runtimeEnvironment(run))
    if ('unusable' in access) throw new Error(access.unusable)
    const clock = steppedClock()
    const queue = new RequestQueue({ concurrency: 4, retries: 0, clock })
    const client = new ServiceClient({ access, queue, clock, stallTimeout: 30_000, hint: 'hint' })
    const { attempt, headBranch, headSha } = { attempt: 1, headBranch: null, headSha: null }
    const service = new ServiceArtifacts(client, {
      attempt,
      headBranch,
      headSha,
      id: run.id,
      repository: 'octo-org/app'
    })
    const [artifact] = await service.list()
    if (artifact === undefined) throw new Error('no artifact')
    return { server, run, clock, service, artifact }
  }

  test('a fresh list is enough', async () => {
    const { server, clock, service, artifact } = await listed()
    clock.pass(5000)
    expect(await service.freshReach(artifact)).toBe('by-name')
    expect(server.requests).toHaveLength(1)
  })

  test('an old list is read again: the name may stand for a newer artifact', async () => {
    const { server, run, clock, service, artifact } = await listed()
    await run.addArtifact(artifact.name, { files: { x: 'x' } })
    clock.pass(5001)
    expect(await service.freshReach(artifact)).toBe('not-newest')
    expect(server.requests.at(-1)?.json).toMatchObject({ name_filter: artifact.name })
    expect(server.requests).toHaveLength(2)
  })

  test.each([true, false])(
    'then REST deletes it by id, or it fails (REST knows the run: %s)',
    async restKnowsRun => {
      const { run, clock, service, artifact } = await listed()
      const newer = await run.addArtifact(artifact.name, { files: { x: 'x' } })
      clock.pass(5001)
      const byId: number[] = []
      const rest = {
        delete: async ({ id }: { id: number }) => {
          byId.push(id)
          return 'deleted'
        }
      } as unknown as ArtifactSource
      const artifacts = new RunArtifacts({
        service,
        rest,
        runId: run.id,
        restKnowsRun,
        restKnowsIds: restKnowsRun,
        listsAll: true,
        idsAreHashes: false,
        omission: undefined,
        ifNoArtifactFound: 'error',
        waits: false,
        signal: new AbortController().signal,
        onPartial: () => {},
        onSource: () => {},
        debug: () => {}
      })
      const deletion = artifacts.delete(artifact)
      const outcome = await deletion.catch(({ code }: { code: unknown }) => code)
      expect(outcome).toBe(restKnowsRun ? 'deleted' : 'artifact-not-found')
      expect(byId).toEqual(restKnowsRun ? [artifact.id] : [])
      expect(run.artifacts.items.map(({ id }) => id)).toEqual(expect.arrayContaining([artifact.id, newer.id]))
    }
  )
})
