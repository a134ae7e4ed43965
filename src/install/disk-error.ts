import { ActionError, messageOf } from '../errors/action-error.js'
import { printable } from '../messages/printable.js'

const MEANINGS: Record<string, { says: string; hint?: string }> = {
  EACCES: {
    says: 'permission denied',
    hint: 'Let the user of the runner write there, or choose another path.'
  },
  EPERM: { says: 'not permitted', hint: 'Let the user of the runner write there, or choose another path.' },
  EROFS: {
    says: 'the file system is read-only',
    hint: 'Choose a path on a file system that can be written.'
  },
  ENOSPC: {
    says: 'no space is left on the disk',
    hint: 'Free some space, or choose a path on another disk.'
  },
  EDQUOT: { says: 'the disk quota is used up', hint: 'Free some space, or choose a path on another disk.' },
  ENAMETOOLONG: { says: 'the path is too long', hint: 'Choose a shorter path.' },
  EMFILE: { says: 'too many files are open', hint: 'Raise the limit on open files (ulimit -n).' },
  EBUSY: { says: 'another program holds it' }
}

/** The system's word for what went wrong, such as `ENOENT`; nothing for what is not a system error. */
export function errnoOf(thrown: unknown): string | undefined {
  // Not by `instanceof Error`: node:fs throws errors of its own realm, which a vm context does not share.
  const hasCode = typeof thrown === 'object' && thrown !== null && 'code' in thrown
  return hasCode && typeof thrown.code === 'string' ? thrown.code : undefined
}

/**
 * What the disk refused, as an error that a user can act on. An ActionError passes as it is. The system's own message
 * is left out where its code is known: it names folders that nobody asked about.
 */
export function diskError(thrown: unknown, doing: string, hint?: string): ActionError {
  if (thrown instanceof ActionError) return thrown
  const code = errnoOf(thrown) ?? ''
  const meaning = MEANINGS[code]
  const full = code === 'ENOSPC' || code === 'EDQUOT'
  const says = meaning === undefined ? printable(messageOf(thrown)) : `${meaning.says} (${code})`
  return new ActionError(full ? 'disk-full' : 'disk-failed', `${doing}: ${says}`, {
    hint: hint ?? meaning?.hint,
    cause: thrown
  })
}
