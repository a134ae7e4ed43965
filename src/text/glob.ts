import { expand } from 'brace-expansion'

/** Braces multiply: a pattern with more alternatives than this is refused, not expanded. */
const MAX_ALTERNATIVES = 1000
const MAX_LENGTH = 4096

/** Whether a text (an artifact name, a path with `/`, a branch) matches. */
export interface Matcher {
  (text: string): boolean
  /** The globs as given, if there are any. */
  readonly lines?: readonly string[]
}

type CharacterTest = (character: string) => boolean
type Token = '*' | CharacterTest
type Segment = '**' | Token[]

const NAMED_CLASSES: Record<string, RegExp> = {
  alnum: /[\p{L}\p{Nl}\p{Nd}]/u,
  alpha: /[\p{L}\p{Nl}]/u,
  blank: /[\p{Zs}\t]/u,
  digit: /\p{Nd}/u,
  lower: /\p{Ll}/u,
  punct: /\p{P}/u,
  space: /[\p{Z}\t\r\n\v\f]/u,
  upper: /\p{Lu}/u,
  word: /[\p{L}\p{Nl}\p{Nd}\p{Pc}]/u,
  xdigit: /[A-Fa-f0-9]/
}

/** A pattern that is too long, or whose braces have too many alternatives. */
export class GlobError extends Error {
  constructor(
    readonly pattern: string,
    readonly problem: 'length' | 'alternatives',
    readonly max: number
  ) {
    super(`${problem} > ${max}`)
  }
}

/**
 * Matching as minimatch does it with `dot`, `noext`, `nocomment` and `nonegate`: `*` and `?` stop at `/`, `**` as a
 * whole segment crosses it, `{a,b}` and `[x]` as in a shell, `\` escapes a character. It goes back to the last star
 * only, so that it needs at most pattern length × text length steps. minimatch 10 needs exponential time for
 * `*a*a*a*a*b`; minimatch 11 is linear too, but is 28 kB larger, and it normalizes texts that are not paths here (`x`
 * matches the text `x/`).
 *
 * @throws GlobError when the pattern is too long or its braces have too many alternatives
 */
export function compileGlob(pattern: string): Matcher {
  if (pattern.length > MAX_LENGTH) throw new GlobError(pattern, 'length', MAX_LENGTH)
  const alternatives = expand(pattern, { max: MAX_ALTERNATIVES + 1 })
  if (alternatives.length > MAX_ALTERNATIVES) {
    throw new GlobError(pattern, 'alternatives', MAX_ALTERNATIVES)
  }
  const compiled = alternatives.map(alternative => parsePath(alternative))
  return text => {
    const segments = text.split('/').map(segment => Array.from(segment))
    return compiled.some(glob => matchWithStars(glob, segments, '**', matchSegment))
  }
}

/** Whether a pattern has brace alternatives: `{a,b}` and `{1..9}` are, `{a}` is not. */
export function hasAlternatives(pattern: string): boolean {
  const [first, ...more] = expand(pattern, { max: 2 })
  return more.length > 0 || first !== pattern
}

/**
 * A list of globs, in order: the last line that matches decides, and a leading `!` excludes. A list that begins with
 * `!` starts from everything.
 *
 * @throws GlobError as compileGlob does
 */
export function compileGlobs(lines: readonly string[]): Matcher {
  const rules = lines.map(line => {
    const excludes = line.startsWith('!')
    return { includes: !excludes, matches: compileGlob(excludes ? line.slice(1) : line) }
  })
  const startsFromAll = rules[0]?.includes === false
  const matches = (text: string) =>
    rules.reduce(
      (included, rule) => (included !== rule.includes && rule.matches(text) ? rule.includes : included),
      startsFromAll
    )
  return Object.assign(matches, { lines })
}

function parsePath(glob: string): Segment[] {
  const segments = glob.split(/\/+/).map(parseSegment)
  // As in minimatch, `a/**` matches everything in `a`, but not `a` itself: a final `**` needs a segment.
  return segments.at(-1) === '**' ? [...segments, ['*']] : segments
}

function parseSegment(segment: string): Segment {
  if (segment === '**') return '**'
  const characters = Array.from(segment)
  const tokens: Token[] = []
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] as string
    if (character === '*') {
      if (tokens.at(-1) !== '*') tokens.push('*')
    } else if (character === '?') {
      tokens.push(() => true)
    } else if (character === '[') {
      const parsed = parseClass(characters, index)
      tokens.push(parsed?.test ?? literal('['))
      index = parsed?.end ?? index
    } else if (character === '\\' && index + 1 < characters.length) {
      index++
      tokens.push(literal(characters[index] as string))
    } else {
      tokens.push(literal(character))
    }
  }
  return tokens
}

function literal(expected: string): CharacterTest {
  return character => character === expected
}

/** The class that begins at `start`, and the index of its `]`; undefined if it has none. */
function parseClass(characters: string[], start: number): { test: CharacterTest; end: number } | undefined {
  const tests: CharacterTest[] = []
  let index = start + 1
  const negated = characters[index] === '!' || characters[index] === '^'
  if (negated) index++
  const first = index
  while (index < characters.length) {
    let character = characters[index] as string
    if (character === ']' && index > first) {
      return { test: candidate => tests.some(test => test(candidate)) !== negated, end: index }
    }
    const named = character === '[' ? /^\[:(\w+):\]/.exec(characters.slice(index, index + 10).join('')) : null
    const namedClass = named && NAMED_CLASSES[named[1] as string]
    if (named && namedClass) {
      tests.push(candidate => namedClass.test(candidate))
      index += named[0].length
      continue
    }
    if (character === '\\' && index + 1 < characters.length) character = characters[++index] as string
    const upper = characters[index + 2]
    if (characters[index + 1] === '-' && upper !== undefined && upper !== ']') {
      const [low, high] = [character, upper]
      tests.push(candidate => candidate >= low && candidate <= high)
      index += 3
    } else {
      tests.push(literal(character))
      index++
    }
  }
  return undefined
}

function matchSegment(segment: Segment, text: string[]): boolean {
  if (segment === '**') return false
  // As in minimatch, a lone star needs a character: `a/*` does not match `a/`.
  if (segment.length === 1 && segment[0] === '*') return text.length > 0
  return matchWithStars(segment, text, '*', (token, character) => token !== '*' && token(character))
}

/** Greedy matching that backtracks to the last star only, which then matches one more item. */
function matchWithStars<Pattern, Item>(
  pattern: readonly Pattern[],
  items: readonly Item[],
  star: Pattern,
  matches: (part: Pattern, item: Item) => boolean
): boolean {
  let at = 0
  let retryPattern = -1
  let retryItem = 0
  for (let item = 0; item < items.length; ) {
    const part = pattern[at]
    if (at < pattern.length && part === star) {
      retryPattern = at++
      retryItem = item
    } else if (at < pattern.length && matches(part as Pattern, items[item] as Item)) {
      at++
      item++
    } else if (retryPattern >= 0) {
      at = retryPattern + 1
      item = ++retryItem
    } else {
      return false
    }
  }
  while (pattern[at] === star) at++
  return at === pattern.length
}
