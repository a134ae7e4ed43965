import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import pLimit from 'p-limit'
import { ActionError } from '../errors/action-error.js'
import { ArchiveError, type RefusalClass } from '../errors/archive-error.js'
import type { SharedRingBuffer, WindowConsumer } from '../memory/shared-ring-buffer.js'
import { forgetGate, type Gate, openGate, shutGate } from './thread-gate.js'
import { type Job, startOf, type UnpackContext, wantedBy } from './unpack.js'

/** What a worker is told: what the jobs to come are about, or one of them. */
export type WorkerOrder = { kind: 'begin'; context: WorkerContext } | Job

export type WorkerContext = Omit<UnpackContext, 'onProgress' | 'gate' | 'scratch'>

/** What a worker says. */
export type WorkerMessage =
  | { kind: 'alive'; readTo: number | undefined }
  | { kind: 'done'; files: number; bytes: number }
  | { kind: 'refused'; refusal: RefusalClass; reason: string; entry: string | undefined }
  | { kind: 'failed'; message: string; code: string | undefined }

interface PoolOptions {
  /** The built worker. */
  workerUrl: URL
  /** How long a worker may work without a word, in ms. */
  hangTimeout?: number
}

interface RunOptions {
  context: WorkerContext
  /** How many workers the work is worth. */
  count: number
  /** Where the bytes pass by, and what holds them until they are read; a job begins once they have come. */
  passing?: { ring: SharedRingBuffer; consumer: WindowConsumer } | undefined
  signal?: AbortSignal | undefined
}

interface Thread {
  worker: Worker
  gate: Gate
  /** What it has to do, in this order. */
  jobs: { start: number }[]
  heardAt: number
  onMessage: (message: WorkerMessage) => void
  onEnd: (how: string) => void
}

/** Jobs that a worker has at once: the next one waits with it, so that it need not wait for us. */
const JOBS_EACH = 2
/** More threads than this gained nothing when measured. */
const MAX_WORKERS = 4
const HANG_TIMEOUT = 120_000
/** What a thread leaves behind is short-lived and small: more room for it, up to 48 MB each, gains nothing. */
const YOUNG_MB = 4

/**
 * Worker threads that unpack, kept from one archive to the next. One archive at a time has them all: several at once
 * would share the same cores and need more memory.
 */
export class WorkerPool {
  readonly #workerUrl: URL
  readonly #hangTimeout: number
  readonly #exclusive = pLimit(1)
  #threads: Thread[] = []

  constructor({ workerUrl, hangTimeout = HANG_TIMEOUT }: PoolOptions) {
    this.#workerUrl = workerUrl
    this.#hangTimeout = hangTimeout
  }

  /**
   * Does jobs, taking each from the iterator only when a worker has room for it. Every way out of here, an error and an
   * abort too, comes after the work has ended: nothing writes any more.
   *
   * @throws ArchiveError, an error with the `code` of a failed system call, or ActionError for a worker that died or hung
   */
  async run(jobs: Iterable<Job>, options: RunOptions): Promise<{ files: number; bytes: number }> {
    return await this.#exclusive(async () => {
      try {
        return await this.#run(jobs, options)
      } catch (error) {
        await this.close()
        throw error
      }
    })
  }

  /** Starts the threads that an archive of so many entries will want, while it is still on its way. */
  prepare(entries: number): void {
    this.#threadsFor(entries)
  }

  /** Ends the threads; the next run starts new ones. */
  async close(): Promise<void> {
    const threads = this.#threads
    this.#threads = []
    for (const { gate } of threads) shutGate(gate)
    await Promise.all(threads.map(({ worker }) => worker.terminate()))
  }

  async #run(
    jobs: Iterable<Job>,
    { context, count, passing, signal }: RunOptions
  ): Promise<{ files: number; bytes: number }> {
    signal?.throwIfAborted()
    const threads = this.#threadsFor(count)
    const written = { files: 0, bytes: 0 }
    const iterator = jobs[Symbol.iterator]()
    const { ring, consumer } = passing ?? {}
    const cleanUp = new AbortController()
    let timer: NodeJS.Timeout | undefined
    let off = () => {}
    try {
      await new Promise<void>((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error), { signal: cleanUp.signal })
        const isSilent = () =>
          threads.some(
            ({ jobs, heardAt }) => jobs.length > 0 && performance.now() - heardAt > this.#hangTimeout
          )
        const look = () => {
          if (isSilent()) reject(workerError(`said nothing for ${this.#hangTimeout / 1000} s`))
        }
        // A machine that slept itself has words waiting: they are heard first.
        timer = setInterval(() => isSilent() && setImmediate(look), Math.min(1000, this.#hangTimeout))
        let next = iterator.next()
        const release = () => {
          const pending = threads.flatMap(({ jobs }) => jobs.map(({ start }) => start))
          if (!next.done) pending.push(startOf(next.value))
          consumer?.release(Math.min(...pending, Number.MAX_SAFE_INTEGER))
        }
        const feed = () => {
          for (const thread of threads) {
            while (!next.done && thread.jobs.length < JOBS_EACH) {
              if (ring !== undefined && ring.received < wantedBy(next.value)) return
              if (thread.jobs.length === 0) thread.heardAt = performance.now()
              thread.jobs.push({ start: startOf(next.value) })
              thread.worker.postMessage(next.value satisfies WorkerOrder)
              next = iterator.next()
            }
          }
          if (next.done && threads.every(({ jobs }) => jobs.length === 0)) resolve()
        }
        for (const thread of threads) {
          thread.onEnd = how => reject(workerError(how))
          thread.onMessage = message => {
            thread.heardAt = performance.now()
            const [job] = thread.jobs
            if (message.kind === 'alive') {
              if (job !== undefined && message.readTo !== undefined) job.start = message.readTo
            } else if (message.kind === 'done') {
              written.files += message.files
              written.bytes += message.bytes
              thread.jobs.shift()
              feed()
            } else {
              reject(errorOf(message))
            }
            release()
          }
          thread.worker.postMessage({ kind: 'begin', context } satisfies WorkerOrder)
        }
        if (ring !== undefined) off = ring.onChange(feed)
        feed()
        release()
      })
      return written
    } finally {
      clearInterval(timer)
      off()
      cleanUp.abort()
    }
  }

  #threadsFor(count: number): Thread[] {
    const wanted = Math.min(count, MAX_WORKERS, availableParallelism())
    while (this.#threads.length < wanted) this.#threads.push(this.#start())
    return this.#threads.slice(0, wanted)
  }

  #start(): Thread {
    const gate = openGate()
    const worker = new Worker(this.#workerUrl, {
      workerData: gate,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB }
    })
    const thread: Thread = {
      worker,
      gate,
      jobs: [],
      heardAt: performance.now(),
      onMessage: () => {},
      onEnd: () => {}
    }
    const onEnd = (how: string) => {
      this.#threads = this.#threads.filter(other => other !== thread)
      forgetGate(thread.gate)
      thread.onEnd(how)
    }
    worker.on('error', error => onEnd(`died: ${error.message}`))
    worker.on('exit', code => onEnd(`ended with code ${code}`))
    worker.on('message', (message: WorkerMessage) => thread.onMessage(message))
    return thread
  }
}

function errorOf(message: WorkerMessage & { kind: 'refused' | 'failed' }): Error {
  if (message.kind === 'refused')
    return new ArchiveError(message.refusal, message.reason, { entry: message.entry })
  return Object.assign(new Error(message.message), message.code !== undefined && { code: message.code })
}

function workerError(what: string): ActionError {
  return new ActionError('internal', `The archive was not unpacked: an extraction thread ${what}`, {
    hint: 'Is the runner out of memory, or the disk stuck? Run the step again; if it stays so, please report it.'
  })
}
