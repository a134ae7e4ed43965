/**
 * The part that a `Range` header asks for, `end` not included. Undefined, that is all of it, for no header and for what
 * Azure ignores: suffix ranges, several ranges, other units.
 */
export function parseRange(
  range: string | undefined,
  size: number
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? '') ?? []
  if (first === undefined) return undefined
  const start = Number(first)
  const end = last === undefined || last === '' ? size : Math.min(Number(last) + 1, size)
  if (end <= start && start < size) return undefined
  return start < size ? { start, end } : 'unsatisfiable'
}
