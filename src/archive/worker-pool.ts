import { Worker } from 'node:worker_threads'
import { ActionError, ArchiveError, type RefusalClass } from '../errors.js'
import type { Job, UnpackContext } from './unpack.js'

/** What a worker says. */
export type WorkerMessage =
  | { kind: 'alive' }
  | { kind: 'done'; files: number; bytes: number }
  | { kind: 'refused'; refusal: RefusalClass; reason: string; entry: string | undefined }
  | { kind: 'failed'; message: string; code: string | undefined }

interface PoolOptions {
  /** The built worker. */
  workerUrl: URL
  count: number
  context: Omit<UnpackContext, 'onProgress'>
  signal: AbortSignal | undefined
  /** How long a worker may work without a word, in ms. */
  hangTimeout: number
}

/** Jobs that a worker has at once: the next one waits with it, so that it need not wait for us. */
const JOBS_EACH = 2

/**
 * Does jobs in worker threads, taking each from the iterator only when a worker has room for it. Every way out of here,
 * an error and an abort too, comes after the threads have ended: nothing writes any more.
 *
 * @throws ArchiveError, an error with the `code` of a failed system call, or ActionError for a worker that died or hung
 */
export async function runInWorkers(
  jobs: Iterable<Job>,
  { workerUrl, count, context, signal, hangTimeout }: PoolOptions
): Promise<{ files: number; bytes: number }> {
  const iterator = jobs[Symbol.iterator]()
  const written = { files: 0, bytes: 0 }
  const workers = Array.from({ length: count }, () => ({
    thread: new Worker(workerUrl, { workerData: context }),
    jobs: 0,
    heardAt: Date.now()
  }))
  let timer: NodeJS.Timeout | undefined
  const onAbort = new AbortController()
  try {
    await new Promise<void>((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { signal: onAbort.signal })
      timer = setInterval(
        () => {
          const silent = workers.some(worker => worker.jobs > 0 && Date.now() - worker.heardAt > hangTimeout)
          if (silent) reject(workerError(`said nothing for ${hangTimeout / 1000} s`))
        },
        Math.min(1000, hangTimeout)
      )
      let exhausted = false
      const feed = (worker: (typeof workers)[number]) => {
        while (worker.jobs < JOBS_EACH && !exhausted) {
          const { value: job, done } = iterator.next()
          if (done) exhausted = true
          else {
            if (worker.jobs++ === 0) worker.heardAt = Date.now()
            worker.thread.postMessage(job)
          }
        }
        if (exhausted && workers.every(({ jobs }) => jobs === 0)) resolve()
      }
      for (const worker of workers) {
        worker.thread.on('error', error => reject(workerError(`died: ${error.message}`)))
        worker.thread.on('exit', code => reject(workerError(`ended with code ${code}`)))
        worker.thread.on('message', (message: WorkerMessage) => {
          worker.heardAt = Date.now()
          if (message.kind === 'alive') return
          if (message.kind !== 'done') {
            reject(errorOf(message))
            return
          }
          written.files += message.files
          written.bytes += message.bytes
          worker.jobs--
          feed(worker)
        })
      }
      for (const worker of workers) feed(worker)
      signal?.throwIfAborted()
    })
    return written
  } finally {
    clearInterval(timer)
    onAbort.abort()
    await Promise.all(workers.map(({ thread }) => thread.terminate()))
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
