import { printable } from '../messages/printable.js'
import type { BranchFilter } from '../selection/run-query.js'
import { parseShard, type Shard } from '../selection/shard.js'
import { compileGlobs, GlobError, type Matcher } from '../text/glob.js'
import type { Moment } from '../time/moment.js'
import { parseDuration, parseMoment } from './duration.js'
import { parseSize } from './size.js'

/** Turns the text of an input (trimmed, not empty) into its value. */
export type Parser<T> = (text: string) => T

/** What is wrong with a value; the message says what is allowed. */
export class ParseError extends Error {}

export const boolean: Parser<boolean> = text => {
  // YAML 1.2 core schema, as core.getBooleanInput reads them.
  if (/^(true|True|TRUE)$/.test(text)) return true
  if (/^(false|False|FALSE)$/.test(text)) return false
  throw new ParseError('allowed: true or false')
}

export function oneOf<const Words extends readonly string[]>(words: Words): Parser<Words[number]> {
  return text => {
    if (!words.includes(text))
      throw new ParseError(`allowed: ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`)
    return text
  }
}

export function integer(min: number, max = Number.MAX_SAFE_INTEGER): Parser<number> {
  const range =
    max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`
  return text => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < min || value > max) throw new ParseError(`allowed: ${range}`)
    return value
  }
}

export const size: Parser<number> = text => {
  const bytes = parseSize(text)
  if (bytes === undefined) throw new ParseError('allowed: a size such as 500, 10KB, 1.5GB or 4GiB')
  return bytes
}

export const duration: Parser<number> = text => {
  const parsed = parseDuration(text)
  if (parsed === undefined) throw new ParseError('allowed: a duration such as 90s, 15m, 36h, 7d or 2w')
  return parsed
}

export const moment: Parser<Moment> = text => {
  const parsed = parseMoment(text)
  if (parsed === undefined) {
    throw new ParseError(
      'allowed: a duration (90s, 15m, 36h, 7d, 2w), a date (2026-01-31) or a date-time (2026-01-31T10:00:00Z)'
    )
  }
  return parsed
}

export const shard: Parser<Shard> = text => {
  const parsed = parseShard(text)
  if (parsed === undefined) throw new ParseError('allowed: i/n with 1 ≤ i ≤ n, such as 2/5')
  return parsed
}

/** A size or a duration that is not nothing. */
export function positive(parser: Parser<number>): Parser<number> {
  return text => {
    const value = parser(text)
    if (value === 0) throw new ParseError('allowed: more than 0')
    return value
  }
}

/** One value a line; blank lines are skipped, doubles too. */
export const lines: Parser<string[]> = text => [
  ...new Set(
    text
      .split(/\r?\n/)
      .map(line => line.trim())
      .filter(Boolean)
  )
]

export const singleLine: Parser<string> = text => {
  if (/[\u0000-\u001f]/.test(text)) throw new ParseError('allowed: one line without control characters')
  return text
}

export const names: Parser<string[]> = text => {
  const found = lines(text)
  const globs = found.filter(name => /[*?]/.test(name))
  if (globs.length > 0)
    throw new ParseError(`allowed: exact names, one a line; for globs use the input pattern`)
  return found
}

/** Ids one a line or separated by commas. */
export const ids: Parser<number[]> = text => {
  const parts = text.split(/[\s,]+/).filter(Boolean)
  const parsed = parts.map(part => (/^[1-9]\d*$/.test(part) ? Number(part) : Number.NaN))
  if (parsed.length === 0 || !parsed.every(Number.isSafeInteger)) {
    throw new ParseError('allowed: artifact ids (whole numbers from 1), separated by commas or new lines')
  }
  return [...new Set(parsed)]
}

export const globs: Parser<Matcher> = text => {
  try {
    return compileGlobs(lines(text))
  } catch (error) {
    if (!(error instanceof GlobError)) throw error
    throw new ParseError(`allowed: globs, one a line (${printable(error.message)})`)
  }
}

export const runId: Parser<number | 'triggering'> = text => {
  if (text === 'triggering') return text
  if (!/^[1-9]\d*$/.test(text) || !Number.isSafeInteger(Number(text))) {
    throw new ParseError('allowed: the id of a run, a whole number from 1, or triggering')
  }
  return Number(text)
}

/** A file name, a path or an id. A workflow's display name is none of these, and need not be unique. */
export const workflow: Parser<string> = text => {
  const name = text.replace(/^\.?\//, '')
  if (!/^(\d+|[^\u0000-\u001f]*(\.ya?ml|\/[^/]+))$/.test(name)) {
    throw new ParseError('allowed: the name of a workflow file (ci.yml), its path or its id')
  }
  return name
}

export const commit: Parser<string> = text => {
  if (!/^[\da-f]{7,64}$/i.test(text)) {
    throw new ParseError('allowed: the SHA of a commit, or at least its first 7 digits')
  }
  return text.toLowerCase()
}

export const event: Parser<string> = text => {
  if (!/^[a-z_]+$/.test(text)) throw new ParseError('allowed: the name of an event, such as push or schedule')
  return text
}

/** Branches or globs on branches, as the API names them: without `refs/heads/` (or `refs/tags/`). */
export const branches: Parser<BranchFilter> = text => {
  const short = lines(text).map(line => line.replace(/^(!?)refs\/(heads|tags)\//, '$1'))
  // No branch has a space in it: a list that was folded into one line would protect nothing.
  if (short.some(line => /\s|,!/.test(line))) throw new ParseError('allowed: branches or globs, one a line')
  return { lines: short, matches: globs(short.join('\n')) }
}

export const repository: Parser<{ owner: string; repo: string }> = text => {
  const [, owner, repo] = /^([\w.-]{1,100})\/([\w.-]{1,100})$/.exec(text) ?? []
  if (owner === undefined || repo === undefined || /^\.+$/.test(owner) || /^\.+$/.test(repo)) {
    throw new ParseError('allowed: owner/repo')
  }
  return { owner, repo }
}
