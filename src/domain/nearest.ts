import { distance } from 'fastest-levenshtein'

/** Up to `count` of the distinct `names` that look most like `wanted` (edit distance without case), nearest first. */
export function nearest(wanted: string, names: Iterable<string>, count = 3): string[] {
  const target = wanted.toLowerCase()
  return [...new Set(names)]
    .map(name => ({ name, score: distance(target, name.toLowerCase()) }))
    .sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ name }) => name)
}
