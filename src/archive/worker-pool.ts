import { availableParallelism } from 'node:os'
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
      const written = await run.finished
      this.#idle.push(...run.threads)
      return written
    } catch (error) {
      // It gets no more threads.
      this.#runs.delete(run)
      await this.#terminate(run.threads)
      throw error
    } finally {
      this.#runs.delete(run)
      this.#assign()
    }
  }

  /** Starts the threads for an archive with this many entries, while it is being received. */
  prepare(entries: number): void {
    while (this.#threads.size < Math.min(entries, maxThreads())) this.#idle.push(this.#start())
    this.#assign()
  }

  /** Terminates the threads. The next run starts new ones. */
  async close(): Promise<void> {
    await this.#terminate([...this.#threads])
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
    for (const run of runs) {
      while (run.threads.length < run.share) {
        const thread = this.#idle.pop() ?? (this.#threads.size < shared ? this.#start() : undefined)
        if (thread === undefined) return
        run.add(thread)
      }
    }
  }

  #start(): WorkerThread {
    const thread = new WorkerThread(this.#workerUrl, () => {
      this.#threads.delete(thread)
      this.#idle = this.#idle.filter(other => other !== thread)
    })
    this.#threads.add(thread)
    return thread
  }

  async #terminate(threads: readonly WorkerThread[]): Promise<void> {
    await Promise.all(threads.map(thread => thread.terminate()))
  }
}

function maxThreads(): number {
  return Math.min(MAX_THREADS, availableParallelism())
}
