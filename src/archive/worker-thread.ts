import { Worker } from 'node:worker_threads'
import { messageOf } from '../errors/action-error.js'
import type { RefusalClass } from '../errors/archive-error.js'
import type { WorkerFailure } from '../messages/archive.js'
import { closeGuard, createGuard, forgetGuard, type TerminateGuard } from './terminate-guard.js'
import { type Job, jobStart, type UnpackContext } from './unpack.js'

/** The context of the next jobs, or a job. */
export type MessageToWorker = { kind: 'begin'; context: WorkerContext } | Job

export type WorkerContext = Pick<UnpackContext, 'bytes' | 'to'>

export type MessageFromWorker =
  | { kind: 'progress'; readTo: number | undefined }
  | { kind: 'done'; files: number; bytes: number }
  | { kind: 'refused'; refusal: RefusalClass; reason: string; entry: string | undefined }
  | { kind: 'failed'; message: string; code: string | undefined }

/** The garbage of a thread is small and short-lived: the default space of up to 48 MB would save no time. */
const YOUNG_SPACE_MB = 4

/** A thread that unpacks: does one job after the other, for one archive at a time. */
export class WorkerThread {
  /** Called with each message. */
  onMessage: (message: MessageFromWorker) => void = () => {}
  /** Called when it ends, for whatever reason. */
  onEnd: (failure: WorkerFailure) => void = () => {}
  readonly #worker: Worker
  readonly #guard: TerminateGuard = createGuard()
  /** Where the unfinished jobs begin, in order. */
  #starts: number[] = []
  #lastMessageAt = performance.now()

  /**
   * @param url of the built worker
   * @param onEnd called when it ends, before `this.onEnd`
   */
  constructor(url: URL, onEnd: () => void) {
    this.#worker = new Worker(url, {
      workerData: this.#guard,
      env: process.env,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_SPACE_MB }
    })
    const ended = (failure: WorkerFailure) => {
      forgetGuard(this.#guard)
      onEnd()
      this.onEnd(failure)
    }
    this.#worker.on('error', error => ended({ reason: messageOf(error) }))
    this.#worker.on('exit', code => ended({ exitCode: code }))
    this.#worker.on('message', (message: MessageFromWorker) => {
      this.#lastMessageAt = performance.now()
      if (message.kind === 'done') this.#starts.shift()
      else if (message.kind === 'progress' && message.readTo !== undefined && this.#starts.length > 0)
        this.#starts[0] = message.readTo
      this.onMessage(message)
    })
  }

  /** The number of unfinished jobs. */
  get jobs(): number {
    return this.#starts.length
  }

  /** The position in the archive before which it needs no more bytes. */
  get readFrom(): number {
    return this.#starts[0] ?? Number.MAX_SAFE_INTEGER
  }

  /** For how long it has worked without a message, in ms. */
  get silence(): number {
    return this.jobs === 0 ? 0 : performance.now() - this.#lastMessageAt
  }

  /** The archive of the next jobs. */
  begin(context: WorkerContext): void {
    this.#worker.postMessage({ kind: 'begin', context } satisfies MessageToWorker)
  }

  do(job: Job): void {
    if (this.jobs === 0) this.#lastMessageAt = performance.now()
    this.#starts.push(jobStart(job))
    this.#worker.postMessage(job satisfies MessageToWorker)
  }

  async terminate(): Promise<void> {
    closeGuard(this.#guard)
    await this.#worker.terminate()
  }
}
