import { createHash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { type RingMemory, RingReader } from '../../memory/shared-ring-buffer.js'

/** The worker data. */
export interface HashJob {
  memory: RingMemory
  /** Of the whole stream, in bytes. */
  size: number
}

/** Up to where the thread has read; at the end the SHA-256 in lower-case hex. */
export type HashMessage = { readTo: number } | { sha256: string }

/** In bytes. */
const STEP = 1 << 20

// In a thread: receiving 1 GiB and hashing it take about the same CPU time, so in one thread they would take twice as long.
const { memory, size } = workerData as HashJob
const reader = new RingReader(memory)
const hash = createHash('sha256')
const send = (message: HashMessage) => parentPort?.postMessage(message)
for (let at = 0; at < size; ) {
  const length = Math.min(STEP, size - at)
  for (const piece of reader.pieces(at, length)) hash.update(piece)
  at += length
  send({ readTo: at })
}
send({ sha256: hash.digest('hex') })
