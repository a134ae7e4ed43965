import { setTimeout as sleep } from 'node:timers/promises'

/** The time that pauses go by; tests pass one that runs faster. */
export interface Clock {
  /** In ms, since the epoch and never backwards. */
  now(): number
  /** Ends early, with the reason, when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** The longest that a timer of Node can be set to, in ms; one that is set to more fires at once. */
export const LONGEST_TIMER = 2 ** 31 - 1

export const systemClock: Clock = {
  // The wall clock may be set back while a limit is waited for.
  now: () => performance.timeOrigin + performance.now(),
  sleep: async (milliseconds, signal) => {
    await sleep(Math.min(LONGEST_TIMER, Math.ceil(milliseconds)), undefined, signal ? { signal } : {})
  }
}
