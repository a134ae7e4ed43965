import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { ActionError, messageOf } from '../../errors/action-error.js'
import type { SharedRingBuffer } from '../../memory/shared-ring-buffer.js'
import { hashThreadFailed } from '../../messages/download.js'
import type { HashJob, HashMessage } from './hash-worker.js'

interface HashOptions {
  /** Of the whole stream, in bytes. */
  size: number
  /** The built hashing thread. */
  workerUrl: URL
  signal: AbortSignal
  /** When the other readers begin. Hashing in the calling thread waits for it: it would only delay them. */
  after?: Promise<void> | undefined
}

/** Smaller streams are hashed in the calling thread: a new one takes longer to start than it saves. In bytes. */
const WORTH_A_THREAD = 256 << 20

/**
 * Hashes the stream in a ring buffer, which waits for it. Nothing reads the buffer any more when the promise settles.
 *
 * @returns the SHA-256 of the whole stream in lower-case hex
 * @throws the signal's reason, or ActionError if the thread fails
 */
export function hashRing(ring: SharedRingBuffer, options: HashOptions): Promise<string> {
  const { size, signal } = options
  const hash = size < WORTH_A_THREAD ? hashInline : hashInThread
  const hashed = signal.aborted ? Promise.reject<string>(signal.reason) : hash(ring, options)
  // The caller may fail before it awaits this.
  hashed.catch(() => {})
  return hashed
}

function hashInline(ring: SharedRingBuffer, { size, signal, after }: HashOptions): Promise<string> {
  const consumer = ring.consumer()
  const hash = createHash('sha256')
  return new Promise((resolve, reject) => {
    let at = 0
    const onChange = () => {
      const { received } = ring
      if (received === at) return
      for (const piece of ring.pieces(at, received - at)) hash.update(piece)
      at = received
      consumer.release(at)
      if (at === size) end(() => resolve(hash.digest('hex')))
    }
    const onAbort = () => end(() => reject(signal.reason as Error))
    let off = () => {}
    let hasEnded = false
    const begin = () => {
      if (hasEnded) return
      off = ring.onChange(onChange)
      onChange()
    }
    if (after === undefined) begin()
    else void after.then(begin)
    const end = (settle: () => void) => {
      hasEnded = true
      off()
      signal.removeEventListener('abort', onAbort)
      settle()
    }
    signal.addEventListener('abort', onAbort)
  })
}

function hashInThread(ring: SharedRingBuffer, { size, workerUrl, signal }: HashOptions): Promise<string> {
  const consumer = ring.consumer()
  return new Promise((resolve, reject) => {
    const fail = (problem: string | number) => reject(new ActionError('internal', hashThreadFailed(problem)))
    let thread: Worker
    try {
      thread = new Worker(workerUrl, {
        workerData: { memory: ring.memory, size } satisfies HashJob,
        resourceLimits: { maxYoungGenerationSizeMb: 1 }
      })
    } catch (error) {
      // The system allows no more threads.
      fail(messageOf(error))
      return
    }
    const onAbort = () => void thread.terminate()
    signal.addEventListener('abort', onAbort)
    let sha256: string | undefined
    thread.on('message', (message: HashMessage) => {
      if ('readTo' in message) consumer.release(message.readTo)
      else sha256 = message.sha256
    })
    thread.on('error', error => fail(messageOf(error)))
    thread.on('exit', code => {
      signal.removeEventListener('abort', onAbort)
      if (sha256 !== undefined) resolve(sha256)
      else if (signal.aborted) reject(signal.reason as Error)
      else fail(code)
    })
  })
}
