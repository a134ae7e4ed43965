import { setTimeout as sleep } from 'node:timers/promises'

// How late a timer may fire before the time lost is no longer made up for.
const SLACK_MS = 50

/** Keeps a connection to so many bytes a second, on average and without bursts. */
export class Pace {
  readonly bytesPerSecond: number
  /** The most to send at once: about 20 ms worth. */
  readonly quantum: number
  #freeAt = 0

  constructor(bytesPerSecond: number) {
    this.bytesPerSecond = bytesPerSecond
    this.quantum = Math.max(1, Math.ceil(bytesPerSecond / 50))
  }

  /** Resolves when `bytes`, just sent, would have passed. */
  async passed(bytes: number): Promise<void> {
    const now = performance.now()
    if (this.#freeAt < now - SLACK_MS) this.#freeAt = now
    this.#freeAt += (bytes / this.bytesPerSecond) * 1000
    if (this.#freeAt - now >= 1) await sleep(this.#freeAt - now, undefined, { ref: false })
  }
}
