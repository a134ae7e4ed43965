import { setImmediate } from 'node:timers/promises'

// Signals are handled during pauses.
const INTERVAL_MS = 20

/**
 * Pauses for long loops of synchronous calls, which are several times faster than a promise per file but block the event
 * loop. Checking `isDue` first avoids a promise for each entry.
 */
export class EventLoopPause {
  #since = performance.now()

  get isDue(): boolean {
    return performance.now() - this.#since > INTERVAL_MS
  }

  /** Lets the event loop run once. */
  async wait(): Promise<void> {
    await setImmediate()
    this.#since = performance.now()
  }
}
