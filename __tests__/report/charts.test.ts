import { createRequire } from 'node:module'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { keptChartTitle, otherParts } from '../../src/messages/report.js'
import { barsOfKept, pieOfSizes } from '../../src/report/charts.js'
import { browserPath, startBrowser } from '../support/browser.js'
import { barsSeen, slicesSeen } from '../support/chart-seen.js'

const MERMAID = path.join(
  path.dirname(createRequire(import.meta.url).resolve('mermaid/package.json')),
  'dist/mermaid.min.js'
)

/** Names with characters that have a meaning in Mermaid, HTML, Markdown or for the runner, and how they are shown. */
const HOSTILE: [string, string][] = [
  ['dist', 'dist'],
  ['a"b', 'a_b'],
  ['x" : 5\n"y', 'x_ _ 5__y'],
  ['<img src=x onerror=alert(1)>', '_img src_x onerror_alert(1)_'],
  ['%%{init: {"theme": "dark"}}%%', '___init_ __theme__ _dark_____'],
  ['```', '___'],
  ['#quot;', '_quot_'],
  ['end', 'end'],
  ['click me href', 'click me href'],
  ['a --> b', 'a -__ b'],
  ['::error::pwned', '__error__pwned'],
  ['名前 ü', '名前 ü'],
  ['__proto__', '__proto__'],
  ['n'.repeat(300), `${'n'.repeat(39)}…`]
]

if (browserPath === undefined) console.log('skipped: drawing charts needs a browser (CHROMIUM)')
;(browserPath === undefined ? describe.skip : describe)('Mermaid draws', () => {
  let browser: Browser
  let page: Page
  beforeAll(async () => {
    browser = await startBrowser()
    page = await browser.newPage()
    await page.addScriptTag({ path: MERMAID })
  })
  afterAll(() => browser.close())

  /** The texts of the drawn chart. Throws if Mermaid cannot parse it. */
  async function drawn(chart: string | undefined, picture?: string): Promise<string[]> {
    const source = (chart ?? '').replace(/^```mermaid\n|\n```$/g, '')
    const svg = await page.evaluate(async text => {
      const { mermaid, document } = globalThis as unknown as {
        mermaid: { render(id: string, text: string): Promise<{ svg: string }> }
        document: { body: { innerHTML: string } }
      }
      const { svg } = await mermaid.render('chart', text)
      document.body.innerHTML = svg
      return svg
    }, source)
    expect(svg).toMatch(/^<svg /)
    // A folder for pictures, for manual review.
    const { CHART_PICTURES: folder } = process.env
    if (folder && picture) await page.screenshot({ path: path.join(folder, `${picture}.png`) })
    return (await page.locator('svg text').allTextContents()).map(text => text.trim())
  }

  test('storage by name', async () => {
    const parts = HOSTILE.slice(0, 6).map(([name], index) => ({ name, size: 1000 * (index + 1) }))
    const texts = await drawn(pieOfSizes('Storage by name', parts), 'pie')
    expect(texts).toContain('Storage by name')
    expect(await slicesSeen(page, 21)).toEqual(
      [6, 5, 4, 3, 2, 1].map(size => [`${HOSTILE[size - 1]?.[1]}, ${size}.0 kB`, size])
    )
  })

  test('many names: the smallest are combined', async () => {
    const parts = Array.from({ length: 30 }, (_, index) => ({ name: `a${index}`, size: 1000 + index }))
    const texts = await drawn(pieOfSizes('Storage by name', parts))
    expect(texts.filter(text => text.includes(', '))).toEqual([
      ...[29, 28, 27, 26, 25, 24, 23].map(index => `a${index}, 1.0 kB`),
      `${otherParts(23)}, 23.3 kB`
    ])
    expect((await slicesSeen(page, 30)).map(([, size]) => size)).toEqual([1, 1, 1, 1, 1, 1, 1, 23])
  })

  test('kept and deleted sizes by group', async () => {
    const bars = [
      { name: 'dist', kept: 3_000_000, deleted: 12_000_000 },
      { name: 'dist', kept: 2_000_000, deleted: 1_000_000 },
      { name: 'preview-main', kept: 0, deleted: 5_000_000 },
      { name: 'docs', kept: 9_000_000, deleted: 0 }
    ]
    const texts = await drawn(barsOfKept(true, bars), 'bars')
    expect(texts).toContain(keptChartTitle(true, 3, 4))
    expect(texts).toHaveLength(4)
    expect(await barsSeen(page, 15)).toEqual([
      ['dist, 15.0 MB', 'green 3', 'red 12'],
      ['preview-main, 5.0 MB', 'red 5'],
      ['dist (2), 3.0 MB', 'green 2', 'red 1']
    ])
  })

  test('many groups: those with the most deletions', async () => {
    const bars = Array.from({ length: 20 }, (_, index) => ({ name: `a${index}`, kept: 5, deleted: index }))
    const texts = await drawn(barsOfKept(false, bars))
    expect(texts).toEqual([
      keptChartTitle(false, 8, 20),
      ...[19, 18, 17, 16, 15, 14, 13, 12].map(index => `a${index}, ${index + 5} B`)
    ])
    // So few bytes that an axis starting at 1 would be visible.
    expect(await barsSeen(page, 24)).toEqual(
      [19, 18, 17, 16, 15, 14, 13, 12].map(index => [`a${index}, ${index + 5} B`, 'green 5', `red ${index}`])
    )
  })

  test('labels stay visible with the widest names', async () => {
    const wide = ['W'.repeat(100), '名'.repeat(100)].map(name => ({ name, kept: 1e9, deleted: 998e9 }))
    const texts = await drawn(barsOfKept(false, wide), 'wide')
    expect(texts.slice(1)).toEqual([`${'W'.repeat(23)}…, 999.0 GB`, `${'名'.repeat(23)}…, 999.0 GB`])
  })

  test.each(HOSTILE)('the name %j is shown as %j', async (name, shown) => {
    const pie = await drawn(
      pieOfSizes('Storage by name', [
        { name, size: 5 },
        { name: 'other', size: 5 }
      ])
    )
    expect(pie).toContain(`${shown}, 5 B`)
    const bars = await drawn(barsOfKept(false, [{ name, kept: 1, deleted: 1 }]))
    const short = Array.from(shown).length > 24 ? `${shown.slice(0, 23)}…` : shown
    expect(bars).toContain(`${short}, 2 B`)
    expect(await page.locator('img, script[src], a').count()).toBe(0)
  })
})

test.each([
  ['one name', pieOfSizes('x', [{ name: 'a', size: 5 }])],
  [
    'names of nothing',
    pieOfSizes('x', [
      { name: 'a', size: 0 },
      { name: 'b', size: 5 }
    ])
  ],
  ['nothing kept', barsOfKept(false, [{ name: 'a', kept: 0, deleted: 5 }])],
  ['nothing deleted', barsOfKept(false, [{ name: 'a', kept: 5, deleted: 0 }])]
])('no chart of %s', (_, chart) => {
  expect(chart).toBeUndefined()
})
