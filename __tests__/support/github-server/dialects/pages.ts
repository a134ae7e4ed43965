import type { Headers } from '../http/answer.js'
import type { ForgeCall } from './call.js'
import type { ListHeaders } from './traits.js'

const DEFAULT_PAGE_SIZE = 30
const MAX_PAGE_SIZE = 50

export interface ForgePage<T> {
  items: readonly T[]
  headers: Headers
  hasMore: boolean
}

/** Both of the list's headers. */
export const ALL_HEADERS: ListHeaders = { links: true, total: true }
export const NO_HEADERS: ListHeaders = { links: false, total: false }
export const PAGING = ['page', 'limit'] as const

/** The page that a request asks for: `limit` up to 50. `per_page` counts nowhere. */
export function pageOf<T>(call: ForgeCall, items: readonly T[], { links, total }: ListHeaders): ForgePage<T> {
  const size = Math.min(
    wholeNumber(call.query.get('limit')) ?? DEFAULT_PAGE_SIZE,
    MAX_PAGE_SIZE,
    call.settings.pageSizeCap
  )
  const page = wholeNumber(call.query.get('page')) ?? 1
  const last = Math.ceil(items.length / size)
  return {
    items: items.slice((page - 1) * size, page * size),
    headers: {
      ...(links ? linkHeader(call, page, last) : {}),
      ...(total ? { 'x-total-count': String(items.length) } : {})
    },
    hasMore: page < last
  }
}

/** From 1. Anything else counts as if it were missing. */
function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d*$/.test(text) ? Number(text) : undefined
}

function linkHeader({ query, settings, repository, path }: ForgeCall, page: number, last: number): Headers {
  const link = (to: number, relation: string): string => {
    const asked = new URLSearchParams(query)
    asked.set('page', String(to))
    asked.sort()
    const url = `${settings.apiUrl}/repos/${repository.full_name}/${path}`
    return `<${url}?${asked.toString()}>; rel="${relation}"`
  }
  const links = [
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first'), link(page - 1, 'prev')] : [])
  ]
  return links.length === 0 ? {} : { link: links.join(',') }
}
