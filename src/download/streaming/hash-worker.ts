import { createHash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { type RingMemory, RingReader } from '../../memory/shared-ring-buffer.js'

/** What the thread is given. */
export interface HashJob {
  memory: RingMemory
  /** Of the whole stream, in bytes. */
  size: number
}

/** What it says: up to where it has read, and at the end the SHA-256 in hex. */
export type HashMessage = { readTo: number } | { sha256: string }

const STEP = 1 << 20

// A thread of its own: receiving and hashing 1 GiB cost about as much each, so in one thread they would take twice.
const { memory, size } = workerData as HashJob
const reader = new RingReader(memory)
const hash = createHash('sha256')
const say = (message: HashMessage) => parentPort?.postMessage(message)
for (let at = 0; at < size; ) {
  const length = Math.min(STEP, size - at)
  for (const piece of reader.pieces(at, length)) hash.update(piece)
  at += length
  say({ readTo: at })
}
say({ sha256: hash.digest('hex') })
