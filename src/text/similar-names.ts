import { distance } from 'fastest-levenshtein'

const MOST = 3

/** A few of the distinct `names` that are most similar to `wanted` (edit distance without case), nearest first. */
export function similarNames(wanted: string, names: Iterable<string>): string[] {
  const target = wanted.toLowerCase()
  return [...new Set(names)]
    .map(name => ({ name, score: distance(target, name.toLowerCase()) }))
    .sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1))
    .slice(0, MOST)
    .map(({ name }) => name)
}

/** A name of up to this many letters may have one wrong letter; a longer one, two. */
const SHORT = 5

/**
 * The one of `names` that `given` is probably a typo of: equal except for `-`, `_` and spaces, or one or two letters away.
 * Undefined if none is that similar.
 */
export function mostLikely(given: string, names: readonly string[]): string | undefined {
  const letters = (name: string) => name.toLowerCase().replace(/[-_ ]/g, '')
  const sorted = (name: string) => letters(name).split('').sort().join('')
  const typosIn = (name: string) => {
    if (sorted(name) === sorted(given)) return 0
    return distance(letters(given), letters(name)) - (letters(name).length > SHORT ? 1 : 0)
  }
  const [first] = names.map(name => ({ name, typos: typosIn(name) })).sort((a, b) => a.typos - b.typos)
  return first !== undefined && first.typos <= 1 ? first.name : undefined
}
