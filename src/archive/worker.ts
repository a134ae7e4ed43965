import { parentPort, workerData } from 'node:worker_threads'
import { ArchiveError, messageOf } from '../errors.js'
import { type Job, type UnpackContext, unpack } from './unpack.js'
import type { WorkerMessage } from './worker-pool.js'

// One thread of a WorkerPool: does the jobs that come, one after the other, and says what became of each.
const post = (message: WorkerMessage) => parentPort?.postMessage(message)
const context: UnpackContext = { ...workerData, onProgress: () => post({ kind: 'alive' }) }
let last: Promise<void> = Promise.resolve()

parentPort?.on('message', (job: Job) => {
  last = last.then(async () => {
    try {
      post({ kind: 'done', ...(await unpack(job, context)) })
    } catch (error) {
      post(
        error instanceof ArchiveError
          ? { kind: 'refused', refusal: error.refusal, reason: error.reason, entry: error.entry }
          : { kind: 'failed', message: messageOf(error), code: (error as NodeJS.ErrnoException).code }
      )
    }
  })
})
