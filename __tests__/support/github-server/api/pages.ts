import type { Headers } from '../http/answer.js'
import type { Call } from './call.js'

const DEFAULT_PAGE_SIZE = 30
const MAX_PAGE_SIZE = 100

export interface Page<T> {
  items: T[]
  /** `Link`, where there is another page. */
  headers: Headers
}

/** The page that a request asks for. `descending` reads `items` from its end. */
export function pageOf<T>(call: Call, items: readonly T[], { descending = false } = {}): Page<T> {
  const size = Math.min(pageSize(call.query), call.settings.pageSizeCap)
  const page = Math.max(1, wholeNumber(call.query.get('page')) ?? 1)
  const start = (page - 1) * size
  const end = Math.min(start + size, items.length)
  const shown = descending
    ? items.slice(Math.max(0, items.length - end), Math.max(0, items.length - start)).reverse()
    : items.slice(start, end)
  return { items: shown, headers: linkHeader(call, page, Math.ceil(items.length / size)) }
}

function pageSize(query: URLSearchParams): number {
  const asked = wholeNumber(query.get('per_page')) ?? DEFAULT_PAGE_SIZE
  return asked < 1 ? DEFAULT_PAGE_SIZE : Math.min(asked, MAX_PAGE_SIZE)
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined
}

/** GitHub's links go by the repository's id, whatever the request went by. */
function linkHeader(call: Call, page: number, last: number): Headers {
  const link = (to: number, relation: string): string => {
    const query = new URLSearchParams(call.query)
    query.set('page', String(to))
    const base = `${call.settings.apiUrl}/repositories/${call.repository.id}`
    return `<${base}/${call.path}?${query.toString()}>; rel="${relation}"`
  }
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first')] : [])
  ]
  return last > 1 ? { link: links.join(', ') } : {}
}
