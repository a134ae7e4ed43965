import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import pLimit from 'p-limit'
import { ActionError, messageOf } from '../errors/action-error.js'
import { ArchiveError, type RefusalClass } from '../errors/archive-error.js'
import type { RingConsumer, SharedRingBuffer } from '../memory/shared-ring-buffer.js'
import { type WorkerFailure, workerFailed, workerFailedAdvice } from '../messages/archive.js'
import { closeGuard, createGuard, forgetGuard, type TerminateGuard } from './terminate-guard.js'
import { type Job, jobNeeds, jobStart, type UnpackContext } from './unpack.js'

/** The context of the next jobs, or a job. */
export type MessageToWorker = { kind: 'begin'; context: WorkerContext } | Job

export type WorkerContext = Pick<UnpackContext, 'bytes' | 'to'>

export type MessageFromWorker =
  | { kind: 'progress'; readTo: number | undefined }
  | { kind: 'done'; files: number; bytes: number }
  | { kind: 'refused'; refusal: RefusalClass; reason: string; entry: string | undefined }
  | { kind: 'failed'; message: string; code: string | undefined }

interface PoolOptions {
  /** The built worker. */
  workerUrl: URL
  /** How long a worker may work without a message, in ms. */
  hangTimeout?: number
}

interface RunOptions {
  context: WorkerContext
  /** The number of workers that are worth their start. */
  count: number
  /** The ring buffer that receives the archive. A job starts once its bytes have arrived. */
  stream?: { ring: SharedRingBuffer; consumer: RingConsumer } | undefined
  signal?: AbortSignal | undefined
}

interface Thread {
  worker: Worker
  guard: TerminateGuard
  /** Its unfinished jobs, in order. */
  jobs: { start: number }[]
  /** By `performance.now()`. */
  lastMessageAt: number
  onMessage: (message: MessageFromWorker) => void
  onEnd: (failure: WorkerFailure) => void
}

/** Jobs per worker: the next job is already there when one is done. */
const JOBS_PER_WORKER = 2
/** More threads were not faster when measured. */
const MAX_WORKERS = 4
const HANG_TIMEOUT = 120_000
/** The garbage of a thread is small and short-lived: the default space of up to 48 MB would save no time. */
const YOUNG_SPACE_MB = 4

/**
 * Worker threads that unpack archives, one archive at a time: several would share the same cores and need more memory.
 * Threads are kept for the next archive.
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
   * Does jobs, and takes each from the iterator only when a worker is ready for it. When this settles, also by an error
   * or an abort, no worker writes any more.
   *
   * @throws ArchiveError, an error with the `code` of a failed system call, or ActionError if a worker dies or hangs
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

  /** Starts the threads for an archive with this many entries, while it is being received. */
  prepare(entries: number): void {
    this.#threadsFor(entries)
  }

  /** Terminates the threads. The next run starts new ones. */
  async close(): Promise<void> {
    const threads = this.#threads
    this.#threads = []
    for (const { guard } of threads) closeGuard(guard)
    await Promise.all(threads.map(({ worker }) => worker.terminate()))
  }

  async #run(
    jobs: Iterable<Job>,
    { context, count, stream, signal }: RunOptions
  ): Promise<{ files: number; bytes: number }> {
    signal?.throwIfAborted()
    const threads = this.#threadsFor(count)
    const written = { files: 0, bytes: 0 }
    const iterator = jobs[Symbol.iterator]()
    const { ring, consumer } = stream ?? {}
    const cleanUp = new AbortController()
    let timer: NodeJS.Timeout | undefined
    let unsubscribe = () => {}
    try {
      await new Promise<void>((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason as Error), { signal: cleanUp.signal })
        const isSilent = () =>
          threads.some(
            ({ jobs, lastMessageAt }) =>
              jobs.length > 0 && performance.now() - lastMessageAt > this.#hangTimeout
          )
        const rejectIfSilent = () => {
          if (isSilent()) reject(workerError({ silentSeconds: this.#hangTimeout / 1000 }))
        }
        // After the machine was suspended, messages are waiting: they are handled first.
        const check = () => isSilent() && setImmediate(rejectIfSilent)
        timer = setInterval(check, Math.min(1000, this.#hangTimeout))
        let next = iterator.next()
        const release = () => {
          const pending = threads.flatMap(({ jobs }) => jobs.map(({ start }) => start))
          if (!next.done) pending.push(jobStart(next.value))
          consumer?.release(Math.min(...pending, Number.MAX_SAFE_INTEGER))
        }
        const feed = () => {
          for (const thread of threads) {
            while (!next.done && thread.jobs.length < JOBS_PER_WORKER) {
              if (ring !== undefined && ring.received < jobNeeds(next.value)) return
              if (thread.jobs.length === 0) thread.lastMessageAt = performance.now()
              thread.jobs.push({ start: jobStart(next.value) })
              thread.worker.postMessage(next.value satisfies MessageToWorker)
              next = iterator.next()
            }
          }
          if (next.done && threads.every(({ jobs }) => jobs.length === 0)) resolve()
        }
        for (const thread of threads) {
          thread.onEnd = failure => reject(workerError(failure))
          thread.onMessage = message => {
            thread.lastMessageAt = performance.now()
            const [job] = thread.jobs
            if (message.kind === 'progress') {
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
          thread.worker.postMessage({ kind: 'begin', context } satisfies MessageToWorker)
        }
        if (ring !== undefined) unsubscribe = ring.onChange(feed)
        feed()
        release()
      })
      return written
    } finally {
      clearInterval(timer)
      unsubscribe()
      cleanUp.abort()
    }
  }

  #threadsFor(count: number): Thread[] {
    const length = Math.min(count, MAX_WORKERS, availableParallelism())
    while (this.#threads.length < length) this.#threads.push(this.#start())
    return this.#threads.slice(0, length)
  }

  #start(): Thread {
    const guard = createGuard()
    const worker = new Worker(this.#workerUrl, {
      workerData: guard,
      env: process.env,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_SPACE_MB }
    })
    const thread: Thread = {
      worker,
      guard,
      jobs: [],
      lastMessageAt: performance.now(),
      onMessage: () => {},
      onEnd: () => {}
    }
    const onEnd = (failure: WorkerFailure) => {
      this.#threads = this.#threads.filter(other => other !== thread)
      forgetGuard(guard)
      thread.onEnd(failure)
    }
    worker.on('error', error => onEnd({ reason: messageOf(error) }))
    worker.on('exit', code => onEnd({ exitCode: code }))
    worker.on('message', (message: MessageFromWorker) => thread.onMessage(message))
    return thread
  }
}

function errorOf(message: MessageFromWorker & { kind: 'refused' | 'failed' }): Error {
  if (message.kind === 'refused')
    return new ArchiveError(message.refusal, message.reason, { entry: message.entry })
  return Object.assign(new Error(message.message), message.code !== undefined && { code: message.code })
}

function workerError(failure: WorkerFailure): ActionError {
  return new ActionError('internal', workerFailed(failure), { hint: workerFailedAdvice() })
}
