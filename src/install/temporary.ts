import { randomBytes } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { attempt } from '../errors/attempt.js'
import { errnoOf } from './disk-error.js'
import { EventLoopPause } from './event-loop-pause.js'
import { WAITS_MS } from './retry-busy.js'

// Worker threads may still write into a folder.
const SYNC_ATTEMPTS = 5

/** The prefix of all temporary folders of this action. */
const PREFIX = '.artifact-action-'

const folders = new Set<string>()

/** Creates a folder under `parent`, with mode 0700 and a random name. `removeAllTemporaries` removes it. */
export function createTemporary(parent: string): string {
  const folder = join(parent, `${PREFIX}${randomBytes(12).toString('hex')}`)
  mkdirSync(folder, { mode: 0o700 })
  folders.add(folder)
  return folder
}

/** Excludes a folder from `removeAllTemporaries`: it contains the only copy of a file that could not be restored. */
export function keepTemporary(folder: string): void {
  folders.delete(folder)
}

/**
 * Removes a folder and its contents, with retries for half a second. A folder that remains does not fail the step:
 * `removeAllTemporaries` tries again.
 */
export async function removeTemporary(folder: string): Promise<void> {
  const pause = new EventLoopPause()
  for (let round = 0; round <= WAITS_MS.length; round++) {
    for (const _ of removal(folder)) if (pause.isDue) await pause.wait()
    if (isGone(folder)) {
      folders.delete(folder)
      return
    }
    const wait = WAITS_MS[round]
    if (wait !== undefined) await setTimeout(wait)
  }
}

/**
 * Synchronously removes all temporary folders of the process: for signal handlers and the exit. Never throws.
 *
 * @returns the folders that could not be removed
 */
export function removeAllTemporaries(): string[] {
  for (const folder of folders) {
    for (let round = 0; round < SYNC_ATTEMPTS && !isGone(folder); round++) for (const _ of removal(folder));
    if (isGone(folder)) folders.delete(folder)
  }
  return [...folders]
}

/** Removes a tree as far as possible. It yields after each entry, so that the caller may let other work run. */
function* removal(folder: string): Generator<void> {
  // Most are empty, or were moved to the target.
  if (isRemoved(folder)) return
  // A read-only folder does not allow to remove its entries.
  attempt(() => chmodSync(folder, 0o700))
  for (const entry of attempt(() => readdirSync(folder, { withFileTypes: true })) ?? []) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* removal(path)
    else attempt(() => unlinkSync(path))
    yield
  }
  attempt(() => rmdirSync(folder))
}

/** Removes a folder if it is empty. */
function isRemoved(folder: string): boolean {
  try {
    rmdirSync(folder)
    return true
  } catch (error) {
    return errnoOf(error) === 'ENOENT'
  }
}

function isGone(folder: string): boolean {
  return lstatSync(folder, { throwIfNoEntry: false }) === undefined
}
