import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../errors/action-error.js'
import { ArchiveError } from '../errors/archive-error.js'
import type { Gate } from './thread-gate.js'
import { prepare, Scratch, type UnpackContext, unpack } from './unpack.js'
import type { WorkerMessage, WorkerOrder } from './worker-pool.js'

// One thread of a WorkerPool: does the jobs that come, one after the other, and says what became of each.
const gate = workerData as Gate
const post = (message: WorkerMessage) => parentPort?.postMessage(message)
const scratch = new Scratch()
let context: UnpackContext | undefined
let last: Promise<void> = Promise.resolve()

// The archive's directory is still being read.
prepare(gate)

parentPort?.on('message', (order: WorkerOrder) => {
  last = last.then(async () => {
    if (order.kind === 'begin') {
      const onProgress = (readTo?: number) => post({ kind: 'alive', readTo })
      context = { ...order.context, gate, scratch, onProgress }
      return
    }
    try {
      if (context === undefined) throw new TypeError('a job before the beginning')
      post({ kind: 'done', ...(await unpack(order, context)) })
    } catch (error) {
      post(
        error instanceof ArchiveError
          ? { kind: 'refused', refusal: error.refusal, reason: error.reason, entry: error.entry }
          : { kind: 'failed', message: messageOf(error), code: (error as NodeJS.ErrnoException).code }
      )
    }
  })
})
