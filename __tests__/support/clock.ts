import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../src/time/clock.js'

export interface ScaledClock extends Clock {
  /** The pauses that were made, in ms of this clock. */
  readonly pauses: readonly number[]
}

/** A clock that runs `speed` times as fast as the true one. */
export function scaledClock(speed: number): ScaledClock {
  const start = Date.now()
  const began = performance.now()
  const pauses: number[] = []
  return {
    pauses,
    now: () => start + (performance.now() - began) * speed,
    sleep: async (milliseconds, signal) => {
      pauses.push(milliseconds)
      await sleep(milliseconds / speed, undefined, signal ? { signal } : {})
    }
  }
}

/**
 * A clock that stands still but for its pauses, which take no time.
 *
 * @param settle how long a pause takes all the same, in true ms: until requests that are under way have been answered
 */
export function steppedClock({ settle = 0 } = {}): ScaledClock & { pass(milliseconds: number): void } {
  let now = Date.UTC(2026, 10, 24)
  const pauses: number[] = []
  return {
    pauses,
    now: () => now,
    pass: milliseconds => {
      now += milliseconds
    },
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted()
      pauses.push(milliseconds)
      // Those that pause together wake together.
      const until = now + milliseconds
      await (settle === 0 ? Promise.resolve() : sleep(settle))
      now = Math.max(now, until)
    }
  }
}
