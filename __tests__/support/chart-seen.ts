import type { Locator, Page } from 'playwright-core'

interface Point {
  x: number
  y: number
}

interface Box extends Point {
  width: number
  height: number
}

/**
 * What is seen of the bars beside each label, from the left to the right: the colours, and how long each is.
 *
 * @param whole what the width of the chart stands for, from where bars begin
 */
export async function barsSeen(page: Page, whole: number): Promise<[label: string, ...seen: string[]][]> {
  const chart = await boxOf(page.locator('svg .background'))
  const rows: { label: string; colours: string[] }[] = []
  for (const text of await page.locator('svg .left-axis .label text').all()) {
    const { y, height } = await boxOf(text)
    const line = Array.from({ length: Math.floor(chart.width) }, (_, x) => ({
      x: chart.x + x + 0.5,
      y: y + height / 2
    }))
    rows.push({ label: (await text.textContent()) ?? '', colours: (await fillsAt(page, line)).map(nameOf) })
  }
  const start = rows[0]?.colours.findIndex(colour => colour !== '') ?? 0
  return rows.map(({ label, colours }) => {
    const seen = colours.slice(start)
    const length = (colour: string) => seen.filter(there => there === colour).length / seen.length
    const names = new Set(seen.filter(colour => colour !== ''))
    return [label, ...[...names].map(colour => `${colour} ${Math.round(whole * length(colour))}`)]
  })
}

/**
 * What the legend of a pie calls each slice, and how large the slice is.
 *
 * @param whole what the circle stands for
 */
export async function slicesSeen(page: Page, whole: number): Promise<[label: string, size: number][]> {
  const { x, y, width } = await boxOf(page.locator('svg .pieOuterCircle'))
  // Near the edge: further in are the percentages.
  const radius = 0.45 * width
  const circle = Array.from({ length: 720 }, (_, index) => ({
    x: x + width / 2 + radius * Math.cos((index * Math.PI) / 360),
    y: y + width / 2 + radius * Math.sin((index * Math.PI) / 360)
  }))
  const fills = await fillsAt(page, circle)
  const slices: [string, number][] = []
  for (const entry of await page.locator('svg .legend').all()) {
    const swatch = await boxOf(entry.locator('rect'))
    const [fill] = await fillsAt(page, [{ x: swatch.x + swatch.width / 2, y: swatch.y + swatch.height / 2 }])
    const share = fills.filter(seen => seen === fill).length / fills.length
    slices.push([(await entry.locator('text').textContent()) ?? '', Math.round(whole * share)])
  }
  return slices
}

/** The fills of what is on top at these points, as in `rgb(0, 0, 0)`. */
function fillsAt(page: Page, points: readonly Point[]): Promise<string[]> {
  return page.evaluate(all => {
    const window = globalThis as unknown as {
      document: { elementFromPoint(x: number, y: number): object }
      getComputedStyle(element: object): { fill: string }
    }
    return all.map(({ x, y }) => window.getComputedStyle(window.document.elementFromPoint(x, y)).fill)
  }, points)
}

async function boxOf(place: Locator): Promise<Box> {
  const box = await place.boundingBox()
  if (box === null) throw new Error(`${place.toString()} is not drawn`)
  return box
}

/** What a reader calls a colour; '' for none, and for what is no bar. */
function nameOf(fill: string): string {
  const [red = 0, green = 0, blue = 0] = (fill.match(/\d+/g) ?? []).map(Number)
  if (green > 1.5 * Math.max(red, blue)) return 'green'
  return red > 1.5 * Math.max(green, blue) ? 'red' : ''
}
