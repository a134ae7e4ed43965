import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { zipFiles } from '../support/artifact-zip.js'
import { type Artifact, type ArtifactBytes, bytesOf } from '../support/github-server/index.js'
import { type JobOnServer, startJobOnServer } from '../support/job-on-server.js'
import { errorCodeOf, errorOf } from '../support/log.js'
import { readProjectFile } from '../support/project.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { runStep, type StepResult } from '../support/runner.js'
import { stepProblems, workspacePaths } from '../support/step-problems.js'
import { azurite } from '../support/storage-servers/azurite.js'
import { Relay } from '../support/storage-servers/relay.js'
import type { SignOptions, StorageProgram, StorageServer } from '../support/storage-servers/storage-server.js'
import { versitygw } from '../support/storage-servers/versitygw.js'

// The API is the embedded server. Its signed URLs lead to a storage server of another project.

const TROUBLESHOOTING = readProjectFile('docs/TROUBLESHOOTING.md')
const MIB = 1 << 20
const BLOB = 'run/dist'
/** A signed URL has whole seconds. */
const LIFETIME = 4000
const LATER = 600_000

const LARGE = Object.fromEntries([
  ['a.txt', 'a'],
  ...Array.from({ length: 6 }, (_, index) => [`noise-${index}.bin`, pseudoRandomBytes(10 * MIB, index + 1)])
]) as Record<string, string | Buffer>
const largeZip = zipFiles(LARGE, { level: 0 })

describe.each([azurite, versitygw])('$title', program => {
  // The reason is in the log.
  const ifThere = program.missing === undefined ? describe : describe.skip
  ifThere('as storage', () => {
    testWith(program)
  })
})

function testWith(program: StorageProgram): void {
  let storage: StorageServer
  let stage: JobOnServer
  let relay: Relay
  /** How long each URL that the API gives out is valid, in ms. The last one is repeated. */
  let lifetimes: number[]
  let signing: Partial<SignOptions>
  let issued: string[]

  let blobName: string

  beforeAll(async () => {
    storage = await program.start()
  }, 60_000)
  afterAll(async () => await storage?.stop())
  beforeEach(async () => {
    stage = await startJobOnServer()
    relay = await Relay.start(storage.port)
    lifetimes = [LATER]
    signing = {}
    issued = []
    blobName = BLOB
    stage.server.storage.signUrl = ({ blob }) => {
      const { contentType = '', filename = '' } = blob ?? {}
      const lifetime = lifetimes[Math.min(issued.length, lifetimes.length - 1)] ?? 0
      const expiresAt = new Date(Date.now() + lifetime)
      const url = storage.sign(blobName, {
        origin: relay.origin,
        expiresAt,
        contentType,
        filename,
        ...signing
      })
      issued.push(url)
      return url
    }
  })
  afterEach(async () => {
    await stage.close()
    await relay.close()
  })

  /** Uploads an artifact. Only the storage server has its bytes. */
  async function upload(bytes: ArtifactBytes, name = 'dist'): Promise<Artifact> {
    const artifact = await stage.run.addArtifact(name, bytes)
    if (artifact.blob === undefined) throw new Error('no bytes')
    await storage.put(BLOB, await bytesOf(artifact.blob.content))
    return artifact
  }

  async function download(
    inputs: Record<string, string> = {},
    env: Record<string, string> = {}
  ): Promise<StepResult> {
    const { name = 'dist' } = stage.run.artifacts.items[0] ?? {}
    const step = await runStep(stage.job, { inputs: { path: 'out', name, retries: '1', ...inputs }, env })
    expect(stepProblems(step, stage)).toEqual([])
    expect(stage.server.requests.filter(({ server }) => server === 'storage')).toEqual([])
    return step
  }

  function expectFiles(files: Record<string, string | Buffer>): void {
    const found = workspacePaths(stage.job)
    expect(found).toEqual(['out/', ...Object.keys(files).map(file => `out/${file}`)].sort())
    for (const [file, content] of Object.entries(files)) {
      expect({ file, isEqual: Buffer.from(content).equals(written(file)) }).toEqual({ file, isEqual: true })
    }
  }
  const written = (file: string) => readFileSync(join(stage.job.workspace, 'out', file))
  const ranges = () => relay.heads.map(head => /^range: bytes=(\d+)-/im.exec(head)?.[1])

  describe('a download', () => {
    test.each(['rest', 'runtime'])('one file (backend: %s)', async backend => {
      await upload({ files: { 'a.txt': 'hello' } })
      const env = stage.server.jobEnvironment(stage.run)
      const { code, outputs } = await download({ backend }, env)
      expect(code).toBe(0)
      expect(outputs['digest-verified']).toBe('true')
      expectFiles({ 'a.txt': 'hello' })
      expect(relay.heads).toHaveLength(1)
    })

    test('60 MB in ranges, which all ask for the same ETag', async () => {
      await upload({ zip: await largeZip })
      const { code, outputs } = await download()
      expect(code).toBe(0)
      expect(outputs['digest-verified']).toBe('true')
      expectFiles(LARGE)
      expect(new Set(ranges()).size).toBeGreaterThan(4)
      expect(relay.heads.slice(1).filter(head => !/^if-match: "/im.test(head))).toEqual([])
      expect(issued).toHaveLength(1)
    })

    test('only the ranges of selected files', async () => {
      await upload({ zip: await largeZip })
      const { code, outputs } = await download({ files: '*.txt' })
      expect(code).toBe(0)
      expectFiles({ 'a.txt': 'a' })
      expect(Number(outputs['transferred-bytes'])).toBeLessThan(MIB)
    })

    test.each([
      ['small', 'hello'],
      ['in ranges', pseudoRandomBytes(20 * MIB)],
      ['empty', '']
    ])('a raw file: %s', async (_, content) => {
      await upload({ raw: Buffer.from(content), contentType: 'text/html' }, 'report.html')
      const { code, outputs } = await download()
      expect(code).toBe(0)
      expect(outputs['digest-verified']).toBe('true')
      expectFiles({ 'report.html': content })
    })

    test('an archive without files', async () => {
      await upload({ files: {} })
      const { code, outputs } = await download()
      expect([code, outputs['file-count'], outputs['digest-verified']]).toEqual([0, '0', 'true'])
      expectFiles({})
    })

    test('a URL that expired before its first use is renewed', async () => {
      await upload({ files: { 'a.txt': 'hello' } })
      lifetimes = [-60_000, LATER]
      expect((await download()).code).toBe(0)
      expectFiles({ 'a.txt': 'hello' })
      expect(issued).toHaveLength(2)
    })

    test('a URL that expires between two ranges is renewed', async () => {
      await upload({ zip: await largeZip })
      lifetimes = [LIFETIME, LATER]
      const started = Date.now()
      // From the second range on, the first URL is expired.
      relay.before = async () => {
        if (relay.heads.length > 1) await sleep(Math.max(0, started + LIFETIME + 2000 - Date.now()))
      }
      const { code, outputs } = await download()
      expect([code, outputs['digest-verified']]).toEqual([0, 'true'])
      expectFiles(LARGE)
      expect(issued).toHaveLength(2)
    })

    test('content that is replaced during the transfer: the download starts over', async () => {
      const { digest } = await upload({ zip: await largeZip })
      const other = Buffer.from(await largeZip).fill(0)
      await storage.put(BLOB, other)
      relay.before = async () => {
        if (relay.heads.length === 2) await storage.put(BLOB, await largeZip)
      }
      const { code, outputs } = await download({ retries: '3' })
      expect([code, outputs['artifact-digest'], outputs['digest-verified']]).toEqual([0, digest, 'true'])
      expectFiles(LARGE)
      expect(ranges().filter(first => first === '0').length).toBeGreaterThan(1)
    })
  })

  describe('a failure has the code and the message of storage, and leaves no files:', () => {
    /** The code and the first line of the message in the error response for a URL. */
    async function problemAt(url: string, headers: Record<string, string> = {}): Promise<string[]> {
      const response = await fetch(url, { headers })
      const body = await response.text()
      const said = ['Code', 'Message'].map(name => new RegExp(`<${name}>([^<\n]+)`).exec(body)?.[1] ?? '')
      return [String(response.status), ...said]
    }

    /** What is not in the error of a download, of what storage says about its last URL. */
    async function unsaid(headers: Record<string, string> = {}): Promise<string[]> {
      const { code, stdout, outputs } = await download()
      expect([code, errorCodeOf(stdout), outputs['failed-count']]).toEqual([1, 'storage-failed', '1'])
      expect(workspacePaths(stage.job)).toEqual([])
      relay.before = undefined
      const said = await problemAt(issued.at(-1) ?? '', headers)
      expect(said).not.toContain('')
      const [status, name] = said
      expect(TROUBLESHOOTING).toMatch(new RegExp(`\\| ${status}( \`${name}\`)? \\|`))
      const { message } = errorOf(stdout)
      return said.filter(part => !message.includes(part))
    }

    test('the blob is missing', async () => {
      await upload({ files: { 'a.txt': 'hello' } })
      blobName = 'run/none'
      expect(await unsaid()).toEqual([])
    })

    test('each URL is expired', async () => {
      await upload({ files: { 'a.txt': 'hello' } })
      lifetimes = [-60_000]
      expect(await unsaid()).toEqual([])
    })

    test('another key signs the URLs', async () => {
      await upload({ files: { 'a.txt': 'hello' } })
      signing = { wrongKey: true }
      expect(await unsaid()).toEqual([])
    })

    test('the content is replaced again and again', async () => {
      await upload({ zip: await largeZip })
      const first = await largeZip
      let count = 0
      relay.before = async head => {
        if (!/^range: bytes=0-/im.test(head)) await storage.put(BLOB, Buffer.from(first).fill(++count))
      }
      expect(await unsaid({ 'if-match': '"other"', range: 'bytes=1-9' })).toEqual([])
    })
  })
}
