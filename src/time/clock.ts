import { setTimeout as sleep } from 'node:timers/promises'

/** The clock of pauses; tests use a faster one. */
export interface Clock {
  /** In ms since the epoch; never runs backwards. */
  now(): number
  /** Throws the reason of the signal when that is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** The longest timeout of a Node timer, in ms; a longer one fires immediately. */
export const LONGEST_TIMER = 2 ** 31 - 1

/** How long an operation may take to stop after a signal, in ms. Then its temporary files are removed anyway. */
export const STOP_GRACE = 1000

export const systemClock: Clock = {
  // The wall clock may be set back during a wait.
  now: () => performance.timeOrigin + performance.now(),
  sleep: async (milliseconds, signal) => {
    await sleep(Math.min(LONGEST_TIMER, Math.ceil(milliseconds)), undefined, signal ? { signal } : {})
  }
}
