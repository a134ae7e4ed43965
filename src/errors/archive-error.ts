import { entryProblem } from '../messages/error-codes.js'
import { ActionError, type ErrorDetails } from './action-error.js'

/** Why an archive is refused: the rows of docs/DESIGN.md, "What an archive may be". */
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

/** An archive that is refused. `entry` is the printable path of the entry that caused it, if one did. */
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
    const { entry } = details
    super('archive-refused', entry === undefined ? reason : entryProblem(entry, reason), details)
    this.refusal = refusal
    this.reason = reason
    this.entry = entry
  }
}
