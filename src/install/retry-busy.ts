import { setTimeout } from 'node:timers/promises'
import { errnoOf } from './disk-error.js'

/**
 * What the system answers for a moment: when another job was faster, and on Windows while another program, most often a
 * virus scanner, has something open that was just written. A folder is not moved there while a file in it is open.
 */
const PASSING = new Set(['EEXIST', 'ENOTEMPTY', 'ENOENT', 'ENOTDIR', 'EISDIR', 'EPERM', 'EACCES', 'EBUSY'])
const WAITS_MS = [5, 20, 80, 320]
/** A scan of a large file takes its time. */
const WAITS_ON_WINDOWS_MS = [...WAITS_MS, 640, 1280]

/**
 * Does what changes the file system, and again after a pause where it failed for what may pass.
 *
 * @param between called after a pause, before the next try
 * @throws the last error
 */
export async function retryBusy<T>(
  attempt: () => T | Promise<T>,
  between: () => void = () => undefined
): Promise<T> {
  const waits = process.platform === 'win32' ? WAITS_ON_WINDOWS_MS : WAITS_MS
  for (const wait of waits) {
    try {
      return await attempt()
    } catch (error) {
      if (!PASSING.has(errnoOf(error) ?? '')) throw error
      await setTimeout(wait)
      between()
    }
  }
  return await attempt()
}
