import { entryRefused } from '../messages/archive.js'
import { printable } from '../messages/printable.js'
import { ActionError, type ErrorDetails } from './action-error.js'

/** The class of a refusal: the rows of docs/DESIGN.md, "What an archive may be". */
export type RefusalClass =
  | 'path'
  | 'name'
  | 'link'
  | 'duplicate'
  | 'mismatch'
  | 'structure'
  | 'overlap'
  | 'size'
  | 'crc'
  | 'deflate'
  | 'unsupported'
  | 'truncated'
  | 'not-a-zip'
  | 'limit'

/** An archive that is refused. `entry` is the printable path of the entry with the problem, if it is in one entry. */
export class ArchiveError extends ActionError {
  override readonly name = 'ArchiveError'
  readonly refusal: RefusalClass
  readonly entry: string | undefined
  /** The message without the entry. */
  readonly reason: string

  constructor(
    refusal: RefusalClass,
    reason: string,
    details: ErrorDetails & { entry?: string | undefined } = {}
  ) {
    const entry = details.entry === undefined ? undefined : printable(details.entry)
    super('archive-refused', entry === undefined ? reason : entryRefused(entry, reason), details)
    this.refusal = refusal
    this.reason = reason
    this.entry = entry
  }
}
