import type { ExpectedDigests } from '../download/inputs.js'
import type { Expected } from '../messages/inputs.js'
import type { BranchFilter } from '../selection/run-query.js'
import { parseShard } from '../selection/shard.js'
import { compileGlobs, GlobError, type Matcher } from '../text/glob.js'
import { parseDuration, parseMoment } from '../time/moment.js'
import { parseSize } from './size.js'

/** Turns the text of an input (trimmed, not empty) into its value. Throws InvalidValue. */
export type Parser<T> = (text: string) => T

/** As `commit`: the merge base of the job's pull request. */
export const MERGE_BASE = 'merge-base'

/** A value that an input does not accept. */
export class InvalidValue extends Error {
  constructor(readonly expected: Expected) {
    super(expected.kind)
  }
}

/** Kinds that say by themselves what is allowed. */
type SimpleKind = Exclude<Expected['kind'], 'one-of' | 'integer' | 'globs'>

/** A parser that refuses what `parse` returns undefined for. */
function orInvalid<T>(parse: (text: string) => T | undefined, kind: SimpleKind): Parser<T> {
  return text => {
    const value = parse(text)
    if (value === undefined) throw new InvalidValue({ kind })
    return value
  }
}

/** A parser that accepts the texts that match. */
function matching(pattern: RegExp, kind: SimpleKind): Parser<string> {
  return orInvalid(text => (pattern.test(text) ? text : undefined), kind)
}

export const boolean: Parser<boolean> = text => {
  // YAML 1.2 core schema, as core.getBooleanInput reads them.
  if (/^(true|True|TRUE)$/.test(text)) return true
  if (/^(false|False|FALSE)$/.test(text)) return false
  throw new InvalidValue({ kind: 'boolean' })
}

export function oneOf<const Words extends readonly string[]>(words: Words): Parser<Words[number]> {
  return text => {
    if (!words.includes(text)) throw new InvalidValue({ kind: 'one-of', words })
    return text
  }
}

export function integer(min: number, max?: number): Parser<number> {
  return text => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < min || value > (max ?? Number.MAX_SAFE_INTEGER)) {
      throw new InvalidValue({ kind: 'integer', min, ...(max !== undefined && { max }) })
    }
    return value
  }
}

/** A number, or `auto`. */
export function autoOr(min: number, max: number): Parser<number | 'auto'> {
  return text => {
    if (text === 'auto') return text
    try {
      return integer(min, max)(text)
    } catch {
      throw new InvalidValue({ kind: 'integer', min, max, orWord: 'auto' })
    }
  }
}

export const size = orInvalid(parseSize, 'size')
export const duration = orInvalid(parseDuration, 'duration')
export const moment = orInvalid(parseMoment, 'moment')
export const shard = orInvalid(parseShard, 'shard')

/** A parser that also accepts the word that stands for no value. */
export function unless<const Word extends string, T>(
  word: Word,
  parser: Parser<T>
): Parser<Exclude<T, Word> | undefined> {
  return text => (text === word ? undefined : (parser(text) as Exclude<T, Word>))
}

/** A number, where 0 stands for no value. */
export function unlessZero(parser: Parser<number>): Parser<number | undefined> {
  return text => parser(text) || undefined
}

/** A size or a duration above 0. */
export function positive(parser: Parser<number>): Parser<number> {
  return text => {
    const value = parser(text)
    if (value === 0) throw new InvalidValue({ kind: 'positive' })
    return value
  }
}

/** One value per line, without blank lines. */
const allLines: Parser<string[]> = text =>
  text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(Boolean)

/** The same without duplicates. */
export const lines: Parser<string[]> = text => [...new Set(allLines(text))]

export const singleLine = matching(/^[^\u0000-\u001f]*$/, 'single-line')

export const names: Parser<string[]> = text => {
  const found = lines(text)
  if (found.some(name => /[*?]/.test(name))) throw new InvalidValue({ kind: 'names' })
  return found
}

/** IDs, one per line or separated by commas. */
export const ids: Parser<number[]> = text => {
  const parsed = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(orInvalid(idOf, 'ids'))
  if (parsed.length === 0) throw new InvalidValue({ kind: 'ids' })
  return [...new Set(parsed)]
}

export const globs: Parser<Matcher> = text => {
  // With duplicates, because the last line that matches decides.
  const found = allLines(text)
  // It would exclude nothing, and so protect nothing.
  if (found.includes('!')) throw new InvalidValue({ kind: 'whole-lines' })
  try {
    return compileGlobs(found)
  } catch (error) {
    if (!(error instanceof GlobError)) throw error
    const { pattern, problem, max } = error
    throw new InvalidValue({ kind: 'globs', pattern, problem, max })
  }
}

/** An ID; undefined for anything else. */
function idOf(text: string): number | undefined {
  return /^[1-9]\d*$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined
}

export const runId: Parser<number | 'triggering'> = text =>
  text === 'triggering' ? text : orInvalid(idOf, 'run-id')(text)

/** A file name, a path or an ID. Display names are not accepted: they need not be unique. */
export const workflow: Parser<string> = text =>
  matching(/^(\d+|[^\u0000-\u001f]*(\.ya?ml|\/[^/]+))$/, 'workflow')(text.replace(/^\.?\//, ''))

/** A SHA, or the word for the merge base of the pull request of the job. */
export const commit: Parser<string> = text => {
  return text === MERGE_BASE ? text : matching(/^[\da-f]{7,64}$/i, 'commit')(text).toLowerCase()
}

/** A number, or the word for the pull request that was merged as the commit of the job. */
export const pullRequest: Parser<number | 'merged'> = text => {
  if (text === 'merged') return text
  try {
    return integer(1)(text)
  } catch {
    throw new InvalidValue({ kind: 'pull-request' })
  }
}

export const event = matching(/^[a-z_]+$/, 'event')

/** Branches or globs, without `refs/heads/` or `refs/tags/`, as the API names branches. */
export const branches: Parser<BranchFilter> = text => {
  const short = allLines(text).map(line => line.replace(/^(!?)refs\/(heads|tags)\//, '$1'))
  if (short.includes('')) throw new InvalidValue({ kind: 'whole-lines' })
  // Branch names have no spaces. A YAML list folded into one line would match, and so protect, nothing.
  if (short.some(line => /\s|,!/.test(line))) throw new InvalidValue({ kind: 'branches' })
  return { lines: [...new Set(short)], matches: globs(short.join('\n')) }
}

export const repository: Parser<{ owner: string; repo: string }> = text => {
  const [, owner, repo] = /^([\w.-]{1,100})\/([\w.-]{1,100})$/.exec(text) ?? []
  if (owner === undefined || repo === undefined || /^\.+$/.test(owner) || /^\.+$/.test(repo)) {
    throw new InvalidValue({ kind: 'repository' })
  }
  return { owner, repo }
}

/** SHA-256 in lower-case hex, by artifact name or for the only artifact. `*`: undefined. */
export function digests(text: string): ExpectedDigests | undefined {
  if (text === '*') return undefined
  const named = new Map<string, string>()
  for (const line of text.split('\n').map(one => one.trim())) {
    if (line === '') continue
    const [, name, hex] = /^(?:(.+)=)?\s*(?:sha256:)?([\da-f]{64})$/i.exec(line) ?? []
    if (hex === undefined || named.has(name?.trim() ?? '')) throw new InvalidValue({ kind: 'digests' })
    named.set(name?.trim() ?? '', hex.toLowerCase())
  }
  const only = named.get('')
  if (only !== undefined && named.size > 1) throw new InvalidValue({ kind: 'digests' })
  return only ?? named
}
