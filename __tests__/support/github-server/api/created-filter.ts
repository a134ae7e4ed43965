import { epochOf } from '../model/moment.js'

const DAY_MS = 24 * 60 * 60 * 1000

/** The `created` filter of run lists: `2026-01-01`, `>=…`, `<…`, `a..b` or `a..*`. */
export function createdFilter(text: string): (created_at: number) => boolean {
  const range = /^(.+)\.\.(.+)$/.exec(text)
  if (range) {
    const [, from = '*', to = '*'] = range
    return created_at =>
      (from === '*' || created_at >= epochOf(from)) && (to === '*' || created_at < endOf(to))
  }
  const [, comparison, moment = ''] = /^(>=|<=|>|<)?(.*)$/.exec(text) ?? []
  if (comparison === '>=') return created_at => created_at >= epochOf(moment)
  if (comparison === '<') return created_at => created_at < epochOf(moment)
  if (comparison === '>') return created_at => created_at >= endOf(moment)
  if (comparison === '<=') return created_at => created_at < endOf(moment)
  return created_at => created_at >= epochOf(moment) && created_at < endOf(moment)
}

/** The first moment after a day or a second. */
function endOf(moment: string): number {
  return epochOf(moment) + (/^\d{4}-\d{2}-\d{2}$/.test(moment) ? DAY_MS : 1)
}
