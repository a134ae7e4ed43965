import { setImmediate } from 'node:timers/promises'

// Signals are delivered between slices.
const SLICE_MS = 20

/**
 * Long work by synchronous calls, in slices: they are several times faster than promises per file, but would hold the
 * event loop. Asking `due` first keeps a loop free of a promise for each entry.
 */
export class TimeSlices {
  #since = performance.now()

  /** Whether the slice is used up. */
  get due(): boolean {
    return performance.now() - this.#since > SLICE_MS
  }

  /** Lets everything else run once. */
  async rest(): Promise<void> {
    await setImmediate()
    this.#since = performance.now()
  }
}
