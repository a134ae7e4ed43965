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

/** An archive that is not taken. `entry` is the entry's path as printed, where one entry is to blame. */
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
    super(
      'archive-refused',
      details.entry === undefined ? reason : `entry "${details.entry}": ${reason}`,
      details
    )
    this.refusal = refusal
    this.reason = reason
    this.entry = details.entry
  }
}
