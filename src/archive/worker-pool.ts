import { availableParallelism } from 'node:os'
import { messageOf } from '../errors/action-error.js'
import { ArchiveRun, type RunOptions, type Written } from './archive-run.js'
import type { Job } from './unpack.js'
import { WorkerThread } from './worker-thread.js'

interface PoolOptions {
  /** The built worker. */
  workerUrl: URL
  /** Archives that may wait for their bytes at the same time: each gets a thread. Default: 1. */
  archives?: number
  /** How long a thread may work without a message, in ms. */
  hangTimeout?: number
}

/** More threads were not faster when measured. */
const MAX_THREADS = 4
const HANG_TIMEOUT = 120_000

/**
 * Threads that unpack archives. Archives share them: each gets one before any gets two, and an archive without one waits.
 * A thread works for one archive at a time, so that a failure does not affect another archive, and is kept for the next.
 */
export class WorkerPool {
  readonly #workerUrl: URL
  readonly #hangTimeout: number
  readonly #archives: number
  readonly #threads = new Set<WorkerThread>()
  #idle: WorkerThread[] = []
  readonly #runs = new Set<ArchiveRun>()

  constructor({ workerUrl, archives = 1, hangTimeout = HANG_TIMEOUT }: PoolOptions) {
    this.#workerUrl = workerUrl
    this.#hangTimeout = hangTimeout
    this.#archives = archives
  }

  /**
   * Does jobs, and takes each from the iterator only when a thread is ready for it. When this settles, also by an error
   * or an abort, no thread writes for it any more.
   *
   * @throws ArchiveError, an error with the `code` of a failed system call, or ActionError if a thread dies or hangs
   */
  async run(jobs: Iterable<Job>, options: RunOptions): Promise<Written> {
    options.signal?.throwIfAborted()
    const run = new ArchiveRun(jobs, options, {
      hangTimeout: this.#hangTimeout,
      onSpare: () => this.#assign()
    })
    this.#runs.add(run)
    this.#assign()
    try {
      // Once it has ended, it gets no more threads.
      const written = await run.finished.finally(() => this.#runs.delete(run))
      this.#idle.push(...run.threads)
      return written
    } catch (error) {
      await this.#terminate(run.threads)
      throw error
    } finally {
      this.#assign()
    }
  }

  /** Starts the threads for an archive with this many entries, while it is being received. */
  prepare(entries: number): void {
    for (let missing = Math.min(entries, maxThreads()) - this.#threads.size; missing > 0; missing--) {
      const thread = this.#start()
      if (thread === undefined) break
      this.#idle.push(thread)
    }
    this.#assign()
  }

  /** Terminates the threads. The next run starts new ones. */
  async close(): Promise<void> {
    const threads = [...this.#threads]
    this.#threads.clear()
    await this.#terminate(threads)
  }

  /** Shares the threads among the archives, in turn from the first one. */
  #assign(): void {
    const runs = [...this.#runs]
    for (const run of runs) run.share = 0
    const shared = Math.max(maxThreads(), Math.min(runs.length, this.#archives))
    for (let left = shared, wanting = runs; left > 0 && wanting.length > 0; left -= wanting.length) {
      wanting = wanting.filter(run => run.share < run.wanted)
      for (const run of wanting.slice(0, left)) run.share++
    }
    for (const run of runs) this.#idle.push(...run.takeSpare())
    // Without those that have ended or are being closed.
    this.#idle = this.#idle.filter(thread => this.#threads.has(thread))
    for (const run of runs) {
      while (run.threads.length < run.share) {
        const thread = this.#idle.pop() ?? (this.#threads.size < shared ? this.#start() : undefined)
        if (thread === undefined) return
        run.add(thread)
      }
    }
  }

  /** Undefined if the system allows no more threads. Then archives wait for the others, and fail if there are none. */
  #start(): WorkerThread | undefined {
    try {
      const thread = new WorkerThread(this.#workerUrl, () => this.#threads.delete(thread))
      this.#threads.add(thread)
      return thread
    } catch (error) {
      if (this.#threads.size === 0) for (const run of this.#runs) run.fail({ reason: messageOf(error) })
      return undefined
    }
  }

  async #terminate(threads: readonly WorkerThread[]): Promise<void> {
    await Promise.all(threads.map(thread => thread.terminate()))
  }
}

function maxThreads(): number {
  return Math.min(MAX_THREADS, availableParallelism())
}
