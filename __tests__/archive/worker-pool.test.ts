import { getEventListeners } from 'node:events'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Extraction,
  type ExtractionPlan,
  extractArchive,
  planExtraction
} from '../../src/archive/extract.js'
import { FileAccess } from '../../src/archive/random-access.js'
import { WorkerPool } from '../../src/archive/worker-pool.js'
import { SharedRingBuffer } from '../../src/memory/shared-ring-buffer.js'
import { ExtractionSite, WORKER_URL } from '../support/extraction.js'
import { pseudoRandomBytes } from '../support/random-bytes.js'
import { rawZip } from '../support/raw-zip.js'

const MIB = 1 << 20
const site = new ExtractionSite()
afterAll(() => site.remove())

const content = pseudoRandomBytes(MIB)
const names = Array.from({ length: 6 }, (_, index) => `file-${index}`)
/** Its files are unpacked in several jobs. */
const archive = rawZip({ entries: names.map(name => ({ name, data: content, method: 0 })) })
const largeFile = pseudoRandomBytes(5 * MIB)
/** Each of its files is one job, which begins before all of its bytes are there. */
const largeFiles = rawZip({
  entries: ['a', 'b', 'c', 'd'].map(name => ({ name, data: largeFile, method: 0 }))
})
const refused = rawZip({ entries: names.map(name => ({ name, data: content, crc32: 1 })) })

let pool: WorkerPool
let count = 0
afterEach(() => pool.close())

function newFolder(): string {
  const folder = path.join(site.root, `folder-${count++}`)
  mkdirSync(folder)
  return folder
}

function extract(bytes: Buffer, signal?: AbortSignal): { to: string; done: Promise<Extraction> } {
  const to = newFolder()
  const file = `${to}.zip`
  writeFileSync(file, bytes)
  return { to, done: extractArchive({ file, to, pool, signal }) }
}

/** An open archive and its plan. */
async function planned(bytes: Buffer): Promise<{ to: string; plan: ExtractionPlan; descriptor: number }> {
  const to = newFolder()
  const file = `${to}.zip`
  writeFileSync(file, bytes)
  const descriptor = openSync(file, 'r')
  return { to, descriptor, plan: await planExtraction(new FileAccess(descriptor, bytes.length), { to }) }
}

/** An extraction whose bytes come when `send` is called. */
async function stream(
  bytes: Buffer,
  signal?: AbortSignal
): Promise<{ to: string; done: Promise<Extraction>; send: (upTo: number) => void }> {
  const { to, plan, descriptor } = await planned(bytes)
  closeSync(descriptor)
  const ring = new SharedRingBuffer(32 * MIB)
  const consumer = ring.consumer()
  const done = plan.extract({ ring, consumer }, { pool, signal })
  done.catch(() => {})
  const send = (upTo: number) => {
    ring.write(ring.received, bytes.subarray(ring.received, upTo))
    ring.advance(upTo)
  }
  return { to, done, send }
}

const contentsOf = (to: string) => names.map(name => readFileSync(path.join(to, name)).equals(content))
const isPending = async (work: Promise<unknown>) =>
  (await Promise.race([work, sleep(50, 'pending')])) === 'pending'

test('an archive that waits for its bytes does not hold up another', async () => {
  pool = new WorkerPool({ workerUrl: WORKER_URL, archives: 2 })
  const waiting = await stream(archive)
  const other = extract(archive)
  expect(await other.done).toEqual({ files: 6, bytes: 6 * MIB })
  expect(await isPending(waiting.done)).toBe(true)
  waiting.send(archive.length)
  expect(await waiting.done).toEqual({ files: 6, bytes: 6 * MIB })
  expect([...contentsOf(waiting.to), ...contentsOf(other.to)]).not.toContain(false)
})

test('an archive that waits within a large file gives back its other threads', async () => {
  pool = new WorkerPool({ workerUrl: WORKER_URL, archives: 2 })
  const waiting = await stream(largeFiles)
  // The first thread gets two files; the second one waits within the third.
  waiting.send(largeFile.length * 2 + 1000)
  await sleep(200)
  expect(await extract(archive).done).toEqual({ files: 6, bytes: 6 * MIB })
  waiting.send(largeFiles.length)
  expect(await waiting.done).toEqual({ files: 4, bytes: 20 * MIB })
})

test('more archives than threads are unpacked one after the other', async () => {
  pool = new WorkerPool({ workerUrl: WORKER_URL })
  const all = Array.from({ length: 12 }, () => extract(archive))
  for (const { to, done } of all) {
    expect(await done).toEqual({ files: 6, bytes: 6 * MIB })
    expect(contentsOf(to)).not.toContain(false)
    rmSync(to, { recursive: true })
  }
})

test('an archive that is refused does not affect the others', async () => {
  pool = new WorkerPool({ workerUrl: WORKER_URL, archives: 3 })
  const waiting = await stream(archive)
  waiting.send(3.5 * MIB)
  const bad = extract(refused)
  const good = extract(archive)
  await expect(bad.done).rejects.toMatchObject({ refusal: 'crc' })
  expect(await good.done).toEqual({ files: 6, bytes: 6 * MIB })
  waiting.send(archive.length)
  expect(await waiting.done).toEqual({ files: 6, bytes: 6 * MIB })
  expect([...contentsOf(waiting.to), ...contentsOf(good.to)]).not.toContain(false)
})

test('an abort ends one archive, also one that waits for a thread', async () => {
  pool = new WorkerPool({ workerUrl: WORKER_URL })
  const first = new AbortController()
  const second = new AbortController()
  const running = await stream(largeFiles, first.signal)
  const queued = await Promise.all(Array.from({ length: 4 }, () => stream(archive, second.signal)))
  const last = extract(archive)
  second.abort(new Error('second'))
  for (const { done } of queued) await expect(done).rejects.toThrow('second')
  running.send(5.5 * MIB)
  await sleep(100)
  first.abort(new Error('first'))
  await expect(running.done).rejects.toThrow('first')
  expect(await last.done).toEqual({ files: 6, bytes: 6 * MIB })
})

test('the first archive after close has new threads', async () => {
  pool = new WorkerPool({ workerUrl: WORKER_URL })
  const { plan, descriptor } = await planned(archive)
  pool.prepare(6)
  const closed = pool.close()
  expect(await plan.extract({ descriptor }, { pool })).toEqual({ files: 6, bytes: 6 * MIB })
  closeSync(descriptor)
  await closed
})

test('archives fail if no thread can be started, and leave nothing behind', async () => {
  // Throws, as where the system allows no more threads.
  pool = new WorkerPool({ workerUrl: new URL('http://localhost/worker.js') })
  const { signal } = new AbortController()
  const timers = () => process.getActiveResourcesInfo().filter(resource => resource === 'Timeout').length
  const before = timers()
  pool.prepare(2)
  const results = await Promise.allSettled([1, 2].map(() => extract(archive, signal).done))
  for (const result of results)
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'internal' } })
  expect(timers()).toBe(before)
  expect(getEventListeners(signal, 'abort')).toEqual([])
})
