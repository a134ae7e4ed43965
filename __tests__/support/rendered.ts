import { marked } from 'marked'

/** What GitHub-flavoured Markdown comes out as. */
export interface Rendered {
  /** How often each element is there. */
  elements: Record<string, number>
  /** Where the links lead. */
  links: string[]
  /** What is read in the cells of tables, row by row, the head left out. */
  cells: string[][]
}

export function rendered(markdown: string): Rendered {
  const html = marked.parse(markdown, { gfm: true, async: false })
  const elements: Record<string, number> = {}
  for (const [, name = ''] of html.matchAll(/<([a-z][a-z0-9-]*|!)/gi)) {
    elements[name] = (elements[name] ?? 0) + 1
  }
  const links = [...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link = '']) => link)
  const rows = html.split('<tr>').slice(2)
  const cells = rows.map(row =>
    [...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) => textOf(cell))
  )
  return { elements, links, cells }
}

function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
