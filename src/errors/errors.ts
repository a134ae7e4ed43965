import { printable } from '../messages/printable.js'

/**
 * What went wrong, as a stable word: docs/TROUBLESHOOTING.md and tests go by it. `title` heads the annotation, `advice` is
 * what to do where an error itself has no hint.
 */
export const ERRORS = {
  'input-invalid': {
    title: 'Invalid inputs',
    advice: 'Correct `with:` of this step; nothing was asked of the server yet.'
  },
  'api-unauthorized': {
    title: 'Token not valid',
    advice: 'Pass a github-token that is valid on this server.'
  },
  'api-forbidden': { title: 'Permission missing', advice: 'Grant the token what the step needs.' },
  'api-not-found': {
    title: 'Not there, or not visible',
    advice: 'Check repository, run-id and what the token may see.'
  },
  'api-rate-limited': {
    title: 'Rate limit reached',
    advice: 'Run the step again later, or raise rate-limit-wait.'
  },
  'api-rejected': { title: 'Request not accepted', advice: 'Check the inputs.' },
  'api-failed': { title: 'GitHub API not available', advice: 'Run the step again later.' },
  'api-answer-invalid': {
    title: 'Answer is not of the GitHub API',
    advice: 'Check api-url, and that no proxy answers in its place.'
  },
  'artifact-not-found': {
    title: 'Artifact not found',
    advice: 'Check the name, and that the job that uploads has ended (needs:).'
  },
  'artifact-expired': { title: 'Artifact expired', advice: 'Run the workflow that uploads it again.' },
  'artifact-foreign': {
    title: 'Artifact of a fork',
    advice: 'Take it only if you trust whoever opened that pull request.'
  },
  'artifact-name-invalid': {
    title: 'Artifact name cannot be a file name',
    advice: 'Give one exact name or id, or use merge-multiple.'
  },
  'artifacts-failed': { title: 'Some artifacts failed', advice: 'The log says for each of them why.' },
  'plan-too-large': {
    title: 'More to delete than max-deletes',
    advice: 'Narrow what is meant, or raise max-deletes.'
  },
  'storage-failed': { title: 'Download failed', advice: 'Run the step again.' },
  'digest-mismatch': {
    title: 'Digest does not match',
    advice: 'Do not trust these bytes. Run the step again.'
  },
  'archive-refused': {
    title: 'Archive refused',
    advice: 'Look at the run that made it before you trust it.'
  },
  'target-refused': {
    title: 'Target folder refused',
    advice: 'Give a path that is a plain folder of yours.'
  },
  'target-conflict': {
    title: 'File exists already',
    advice: 'Empty path first, or choose another on-conflict.'
  },
  'disk-full': { title: 'Disk full', advice: 'Free some space, or download less at once.' },
  'disk-failed': { title: 'Disk failed', advice: 'Check the disk of the runner and the rights on path.' },
  interrupted: {
    title: 'Step was stopped',
    advice: 'Nothing is half-written. Run the job again if it was not you who cancelled it.'
  },
  internal: {
    title: 'Fault of the action',
    advice: 'Please report it, with the log of a run with debug logging.'
  }
} as const

const TROUBLESHOOTING = 'https://github.com/artifact-action/artifact-action/blob/main/docs/TROUBLESHOOTING.md'

export type ErrorCode = keyof typeof ERRORS

interface Details {
  /** What the user can do about it: one or two sentences. */
  hint?: string | undefined
  /** The error underneath. Never one that carries a signed URL. */
  cause?: unknown
}

/**
 * The one error family of the action: `message` says what failed and why and is safe to print (everything from
 * outside went through `printable`), `hint` says what to do.
 */
export class ActionError extends Error {
  override readonly name: string = 'ActionError'
  readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, details: Details = {}) {
    super(message, { cause: details.cause })
    this.code = code
    this.hint = details.hint
  }

  /** For the head of an annotation: `Artifact not found (artifact-not-found)`. */
  get title(): string {
    return `${ERRORS[this.code].title} (${this.code})`
  }

  /** What failed and why, then what to do about it. */
  get explanation(): string {
    return `${this.message}\n\n${this.hint || ERRORS[this.code].advice}`
  }

  /** Where more is told: the log of a run has no titles, so that the code is not in it otherwise. */
  get page(): string {
    return `${TROUBLESHOOTING}#${this.code}`
  }
}

/** A request that failed. `status` is the HTTP status, undefined where no answer came. */
export class RequestError extends ActionError {
  override readonly name = 'RequestError'
  readonly status: number | undefined
  /** Whether another try may succeed; the request queue ends it when the tries are used up. */
  retryable: boolean
  /** What the server asked to wait, in ms. */
  readonly retryAfter: number | undefined
  /** How many tries were made; kept by the request queue. */
  attempts = 1
  /** Whether its try moved bytes that need not be moved again: then it does not count as a try. */
  progressed = false
  /** Whether the next try needs no pause. */
  atOnce = false
  /** Whether what was asked may have been carried out without our hearing of it. */
  readonly mayBeDone: boolean
  /** Whether an earlier try may; kept by the request queue. */
  afterLostAnswer = false

  constructor(
    code: ErrorCode,
    message: string,
    details: Details & {
      status?: number | undefined
      retryable: boolean
      retryAfter?: number | undefined
      /** It never reached a server. */
      unsent?: boolean
    }
  ) {
    super(code, message, details)
    const { status, unsent = false } = details
    this.mayBeDone = status === undefined ? !unsent : status >= 500
    this.status = details.status
    this.retryable = details.retryable
    this.retryAfter = details.retryAfter
  }
}

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

  constructor(refusal: RefusalClass, reason: string, details: Details & { entry?: string | undefined } = {}) {
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

/** Whether a status or a broken connection (undefined) may be another thing next time. */
export function isTransient(status: number | undefined): boolean {
  return status === undefined || status === 408 || status === 429 || (status >= 500 && status !== 501)
}

/** The message of anything thrown: a thrown string must fail the step too. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** Anything thrown as one of the family: an error of another kind is a fault of ours. */
export function asActionError(thrown: unknown): ActionError {
  if (thrown instanceof ActionError) return thrown
  return new ActionError('internal', `Unexpected: ${printable(messageOf(thrown))}`, {
    hint: 'This is a fault of the action. Please report it, with the log of a run with debug logging.',
    cause: thrown
  })
}
