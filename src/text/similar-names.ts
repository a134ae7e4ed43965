import { distance } from 'fastest-levenshtein'

/** Up to `count` of the distinct `names` that look most like `wanted` (edit distance without case), nearest first. */
export function similarNames(wanted: string, names: Iterable<string>, count = 3): string[] {
  const target = wanted.toLowerCase()
  return [...new Set(names)]
    .map(name => ({ name, score: distance(target, name.toLowerCase()) }))
    .sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ name }) => name)
}

/** Up to so many letters a slip is one letter too many, too few or wrong; past it, two. */
const SHORT = 5

/**
 * The one of `names` that `given` most likely was to be: alike but for `-`, `_` and spaces, or a slip of the fingers
 * away. Undefined when none is so near.
 */
export function likelyMeant(given: string, names: readonly string[]): string | undefined {
  const letters = (name: string) => name.toLowerCase().replace(/[-_ ]/g, '')
  const sorted = (name: string) => letters(name).split('').sort().join('')
  const slips = (name: string) => {
    if (sorted(name) === sorted(given)) return 0
    return distance(letters(given), letters(name)) - (letters(name).length > SHORT ? 1 : 0)
  }
  const [first] = names.map(name => ({ name, slips: slips(name) })).sort((a, b) => a.slips - b.slips)
  return first !== undefined && first.slips <= 1 ? first.name : undefined
}
