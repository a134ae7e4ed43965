import { Worker } from 'node:worker_threads'
import type { ByteWindow } from '../byte-window.js'
import { ActionError } from '../errors.js'
import type { HashJob, HashMessage } from './hash-worker.js'

/** Hashes the stream that goes through a window, in a thread of its own. */
export class Hasher {
  /** Lower-case hex of the SHA-256 of the whole stream. The thread has ended when it settles. */
  readonly sha256: Promise<string>

  /** @param size of the whole stream, in bytes */
  constructor(
    window: ByteWindow,
    { size, workerUrl, signal }: { size: number; workerUrl: URL; signal: AbortSignal }
  ) {
    const consumer = window.consumer()
    const thread = new Worker(workerUrl, {
      workerData: { memory: window.memory, size } satisfies HashJob,
      resourceLimits: { maxYoungGenerationSizeMb: 1 }
    })
    const onAbort = () => void thread.terminate()
    signal.addEventListener('abort', onAbort)
    this.sha256 = new Promise((resolve, reject) => {
      let sha256: string | undefined
      const fail = (what: string) => reject(new ActionError('internal', `The hashing thread ${what}`))
      thread.on('message', (message: HashMessage) => {
        if ('readTo' in message) consumer.release(message.readTo)
        else sha256 = message.sha256
      })
      thread.on('error', error => fail(`died: ${error.message}`))
      thread.on('exit', code => {
        signal.removeEventListener('abort', onAbort)
        if (sha256 !== undefined) resolve(sha256)
        else if (signal.aborted) reject(signal.reason as Error)
        else fail(`ended with code ${code}`)
      })
    })
    // Who waits for it may have another error first.
    this.sha256.catch(() => {})
  }
}
