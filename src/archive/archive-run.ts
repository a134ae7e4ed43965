import { ActionError } from '../errors/action-error.js'
import { ArchiveError } from '../errors/archive-error.js'
import type { RingConsumer, SharedRingBuffer } from '../memory/shared-ring-buffer.js'
import { type WorkerFailure, workerFailed, workerFailedAdvice } from '../messages/archive.js'
import { type Job, jobNeeds, jobStart } from './unpack.js'
import type { MessageFromWorker, WorkerContext, WorkerThread } from './worker-thread.js'

export interface RunOptions {
  context: WorkerContext
  /** The number of threads that are worth their start. */
  count: number
  /** The ring buffer that receives the archive. A job starts once its bytes have arrived. */
  stream?: { ring: SharedRingBuffer; consumer: RingConsumer } | undefined
  signal?: AbortSignal | undefined
}

/** What the jobs wrote. */
export interface Written {
  files: number
  bytes: number
}

/** Jobs per thread: the next job is already there when one is done. */
const JOBS_PER_THREAD = 2

/** The jobs of one archive, and the threads that do them. The number of threads may change meanwhile. */
export class ArchiveRun {
  /** Fails with the first failure of a job. Then threads may still be working. */
  readonly finished: Promise<Written>
  /** The number of threads that are worth their start. */
  readonly wanted: number
  threads: WorkerThread[] = []
  /** How many threads it may have. Those above get no more jobs, and it gives back as many that are idle. */
  share = 0
  readonly #options: RunOptions
  readonly #jobs: Iterator<Job>
  readonly #onSpare: () => void
  readonly #written: Written = { files: 0, bytes: 0 }
  readonly #cleanUp: (() => void)[] = []
  #next: IteratorResult<Job>
  #resolve: (written: Written) => void = () => {}
  #reject: (error: unknown) => void = () => {}

  /**
   * @param hangTimeout how long a thread may work without a message, in ms
   * @param onSpare called when `takeSpare` has threads to take
   */
  constructor(
    jobs: Iterable<Job>,
    options: RunOptions,
    { hangTimeout, onSpare }: { hangTimeout: number; onSpare: () => void }
  ) {
    this.wanted = options.count
    this.#options = options
    this.#jobs = jobs[Symbol.iterator]()
    this.#onSpare = onSpare
    this.#next = this.#jobs.next()
    this.finished = new Promise<Written>((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    }).finally(() => {
      for (const end of this.#cleanUp) end()
    })
    this.#listen(hangTimeout)
    this.#advance()
  }

  /** Adds an idle thread. */
  add(thread: WorkerThread): void {
    this.threads.push(thread)
    thread.onEnd = failure => this.fail(failure)
    thread.onMessage = message => {
      if (message.kind === 'refused' || message.kind === 'failed') return this.#reject(errorOf(message))
      if (message.kind === 'done') {
        this.#written.files += message.files
        this.#written.bytes += message.bytes
      }
      this.#advance()
    }
    thread.begin(this.#options.context)
    this.#advance()
  }

  /** Ends it, because a thread failed. */
  fail(failure: WorkerFailure): void {
    this.#reject(new ActionError('internal', workerFailed(failure), { hint: workerFailedAdvice() }))
  }

  /** Gives back idle threads while it has more than its share. */
  takeSpare(): WorkerThread[] {
    const spare = this.#spare
    this.threads = this.threads.filter(thread => !spare.includes(thread))
    return spare
  }

  get #spare(): WorkerThread[] {
    const count = Math.max(0, this.threads.length - this.share)
    return this.threads.filter(({ jobs }) => jobs === 0).slice(0, count)
  }

  #listen(hangTimeout: number): void {
    const { signal, stream } = this.#options
    const onAbort = () => this.#reject(signal?.reason)
    signal?.addEventListener('abort', onAbort)
    const isSilent = () => this.threads.some(({ silence }) => silence > hangTimeout)
    const rejectIfSilent = () => {
      if (isSilent()) this.fail({ silentSeconds: hangTimeout / 1000 })
    }
    // After the machine was suspended, messages are waiting: they are handled first.
    const check = () => isSilent() && setImmediate(rejectIfSilent)
    const timer = setInterval(check, Math.min(1000, hangTimeout))
    const unsubscribe = stream?.ring.onChange(() => this.#feed())
    this.#cleanUp.push(
      () => signal?.removeEventListener('abort', onAbort),
      () => clearInterval(timer),
      () => unsubscribe?.()
    )
  }

  /** Gives jobs to the threads, and releases the bytes that no job needs any more. */
  #advance(): void {
    this.#feed()
    const rest = this.#next.done ? Number.MAX_SAFE_INTEGER : jobStart(this.#next.value)
    this.#options.stream?.consumer.release(Math.min(rest, ...this.threads.map(({ readFrom }) => readFrom)))
  }

  #feed(): void {
    const received = this.#options.stream?.ring.received ?? Number.POSITIVE_INFINITY
    if (this.#spare.length > 0) this.#onSpare()
    for (const thread of this.threads.slice(0, this.share)) {
      while (!this.#next.done && thread.jobs < JOBS_PER_THREAD && jobNeeds(this.#next.value) <= received) {
        thread.do(this.#next.value)
        this.#next = this.#jobs.next()
      }
    }
    if (this.#next.done && this.threads.every(({ jobs }) => jobs === 0)) this.#resolve(this.#written)
  }
}

function errorOf(message: MessageFromWorker & { kind: 'refused' | 'failed' }): Error {
  if (message.kind === 'refused')
    return new ArchiveError(message.refusal, message.reason, { entry: message.entry })
  return Object.assign(new Error(message.message), message.code !== undefined && { code: message.code })
}
