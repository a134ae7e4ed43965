import { randomBytes } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { TimeSlices } from './time-slices.js'

// A folder that worker threads still write into may need more than one round.
const ROUNDS = 5
// On Windows another program may hold a file in it for a moment.
const LATER_MS = [5, 20, 80, 320]

/** How the temporary folders of this action are called. */
export const PREFIX = '.artifact-action-'

const live = new Set<string>()

/** A new folder of our own under `parent`, mode 0700, its name not to be guessed, known to `removeAllTemporaries`. */
export function createTemporary(parent: string, prefix = PREFIX): string {
  const folder = join(parent, `${prefix}${randomBytes(12).toString('hex')}`)
  mkdirSync(folder, { mode: 0o700 })
  live.add(folder)
  return folder
}

/** Gives a folder up without removing it: it holds the only copy of something that could not be put back. */
export function keepTemporary(folder: string): void {
  live.delete(folder)
}

/**
 * Removes a folder and what is in it, in slices, and tries for half a second. What resists stays registered:
 * `removeAllTemporaries` tries again, and a leftover does not fail a step whose work is done.
 */
export async function removeTemporary(folder: string): Promise<void> {
  const pace = new TimeSlices()
  for (let round = 0; round <= LATER_MS.length; round++) {
    for (const _ of removal(folder)) if (pace.due) await pace.rest()
    if (isGone(folder)) {
      live.delete(folder)
      return
    }
    const later = LATER_MS[round]
    if (later !== undefined) await setTimeout(later)
  }
}

/**
 * Removes every temporary folder of the process before it returns: for signal handlers and the exit. Never throws;
 * answers with the folders that could not be removed.
 */
export function removeAllTemporaries(): string[] {
  for (const folder of live) {
    for (let round = 0; round < ROUNDS && !isGone(folder); round++) exhaust(removal(folder))
    if (isGone(folder)) live.delete(folder)
  }
  return [...live]
}

// One walk for both ways of removing: it stops after each entry, so that the caller says when to let others run.
function* removal(folder: string): Generator<void> {
  // A read-only folder would keep its entries.
  ignoringErrors(() => chmodSync(folder, 0o700))
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* removal(path)
    else ignoringErrors(() => unlinkSync(path))
    yield
  }
  ignoringErrors(() => rmdirSync(folder))
}

function exhaust(steps: Generator<void>): void {
  while (steps.next().done !== true);
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function isGone(folder: string): boolean {
  return lstatSync(folder, { throwIfNoEntry: false }) === undefined
}

function ignoringErrors(action: () => void): void {
  try {
    action()
  } catch {
    // Another round, or the caller's look at what is left, decides.
  }
}
