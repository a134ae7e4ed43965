import { plural } from '../messages/plural.js'
import type { Reporter } from '../messages/reporter.js'

/** More artifacts than this are folded into a group of the log. */
const LONG = 20

/** Calls what logs a line for each artifact, in a group of the log if there are many. */
export async function withLogGroup<T>(
  report: Reporter,
  { total, lines = total }: { total: number; lines?: number },
  action: () => T | Promise<T>
): Promise<T> {
  if (lines <= LONG) return await action()
  report.group(plural(total, 'artifact'))
  try {
    return await action()
  } finally {
    report.endGroup()
  }
}
