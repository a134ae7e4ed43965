import { setTimeout } from 'node:timers/promises'
import { errnoOf } from './disk-error.js'

/**
 * Errors that may be temporary: when another job changes the same folder, and on Windows while another program, such as a
 * virus scanner, has a file open that was just written. Windows does not move a folder that contains an open file.
 */
const TEMPORARY_ERRORS = new Set([
  ...['EEXIST', 'ENOTEMPTY', 'ENOENT', 'ENOTDIR', 'EISDIR'],
  ...['EPERM', 'EACCES', 'EBUSY']
])
/** Pauses before the tries after the first. */
export const WAITS_MS = [5, 20, 80, 320]
/** Scanning a large file takes longer. */
const WAITS_ON_WINDOWS_MS = [...WAITS_MS, 640, 1280]

/**
 * Changes the file system, and retries after a pause if the error may be temporary.
 *
 * @param beforeRetry called after a pause
 * @throws the last error
 */
export async function retryBusy<T>(
  attempt: () => T | Promise<T>,
  beforeRetry: () => void = () => undefined
): Promise<T> {
  const waits = process.platform === 'win32' ? WAITS_ON_WINDOWS_MS : WAITS_MS
  for (const wait of waits) {
    try {
      return await attempt()
    } catch (error) {
      if (!TEMPORARY_ERRORS.has(errnoOf(error) ?? '')) throw error
      await setTimeout(wait)
      beforeRetry()
    }
  }
  return await attempt()
}
