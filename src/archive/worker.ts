import { parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../errors/action-error.js'
import { ArchiveError } from '../errors/archive-error.js'
import type { TerminateGuard } from './terminate-guard.js'
import { ReusableBuffer, sharedInflater, type UnpackContext, unpack } from './unpack.js'
import type { MessageFromWorker, MessageToWorker } from './worker-thread.js'

// A thread of a WorkerPool: does one job after the other and reports the result of each.
const guard = workerData as TerminateGuard
const post = (message: MessageFromWorker) => parentPort?.postMessage(message)
const readBuffer = new ReusableBuffer()
let context: UnpackContext | undefined
let last: Promise<void> = Promise.resolve()

// While the main thread reads the directory of the archive.
sharedInflater(guard)

parentPort?.on('message', (message: MessageToWorker) => {
  last = last.then(async () => {
    if (message.kind === 'begin') {
      const onProgress = (readTo?: number) => post({ kind: 'progress', readTo })
      context = { ...message.context, guard, readBuffer, onProgress }
      return
    }
    try {
      if (context === undefined) throw new TypeError('a job before the context')
      post({ kind: 'done', ...(await unpack(message, context)) })
    } catch (error) {
      post(
        error instanceof ArchiveError
          ? { kind: 'refused', refusal: error.refusal, reason: error.reason, entry: error.entry }
          : { kind: 'failed', message: messageOf(error), code: (error as NodeJS.ErrnoException).code }
      )
    }
  })
})
