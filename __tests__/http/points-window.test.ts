import fc from 'fast-check'
import { PointsWindow } from '../../src/http/points-window.js'

const MINUTE = 60_000

describe('PointsWindow', () => {
  test('allows 180 deletes at once, then one as each becomes a minute old', () => {
    const window = new PointsWindow()
    for (let index = 0; index < 180; index++) {
      expect(window.wait(5, index)).toBe(0)
      window.start(5)
      window.end(5, index)
    }
    expect(window.wait(5, 1000)).toBe(MINUTE - 1000)
    expect(window.wait(1, 1000)).toBe(MINUTE - 1000)
    expect(window.wait(5, MINUTE)).toBe(0)
    window.start(5)
    window.end(5, MINUTE)
    expect(window.wait(5, MINUTE)).toBe(1)
  })

  test('counts a request until a minute after its response', () => {
    const window = new PointsWindow(180)
    window.start(5)
    expect(window.wait(5, 10 * MINUTE)).toBe(undefined)
    window.end(5, 10 * MINUTE)
    expect(window.wait(5, 10 * MINUTE)).toBe(MINUTE)
  })

  test.each([
    [1, 180, 1],
    [4, 45, 1],
    [7, 25, 1],
    [180, 1, 1],
    [360, 1, 2]
  ])('shared by %i jobs: %i deletes in %i minutes', (share, deletes, minutes) => {
    const window = new PointsWindow(share)
    for (let index = 0; index < deletes; index++) {
      expect(window.wait(5, 0)).toBe(0)
      window.start(5)
      window.end(5, 0)
    }
    expect(window.wait(5, 0)).toBe(minutes * MINUTE)
  })

  test('no minute has more than 900 points, whenever the server counts each request', () => {
    const request = fc.record({
      points: fc.constantFrom(1, 5),
      gap: fc.nat(20),
      latency: fc.nat(1500),
      /** When the server counts it: 0 when it is sent, 1 at the response. */
      counted: fc.double({ min: 0, max: 1, noNaN: true })
    })
    fc.assert(
      fc.property(fc.array(request, { minLength: 250, maxLength: 500 }), requests => {
        const book = simulate(requests)
        expect(book.length).toBe(requests.length)
        expect(mostInAMinute(book)).toBeLessThanOrEqual(900)
      }),
      { numRuns: 50 }
    )
  })
})

interface Booked {
  at: number
  points: number
}

/** Sends requests as soon as the window allows. Responses arrive in any order. */
function simulate(requests: { points: number; gap: number; latency: number; counted: number }[]): Booked[] {
  const window = new PointsWindow()
  const book: Booked[] = []
  let inFlight: Booked[] = []
  let now = 0
  const answerUntil = (until: number) => {
    const answered = inFlight.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)
    inFlight = inFlight.filter(({ at }) => at > until)
    for (const { at, points } of answered) window.end(points, at)
    now = Math.max(now, until)
  }
  for (const { points, gap, latency, counted } of requests) {
    answerUntil(now + gap)
    for (let wait = window.wait(points, now); wait !== 0; wait = window.wait(points, now)) {
      answerUntil(wait === undefined ? Math.min(...inFlight.map(({ at }) => at)) : now + wait)
    }
    window.start(points)
    book.push({ at: now + latency * counted, points })
    inFlight.push({ at: now + latency, points })
  }
  return book
}

function mostInAMinute(book: readonly Booked[]): number {
  const sorted = book.toSorted((a, b) => a.at - b.at)
  let most = 0
  let points = 0
  let first = 0
  for (const entry of sorted) {
    points += entry.points
    for (; (sorted[first] as Booked).at <= entry.at - MINUTE; first++)
      points -= (sorted[first] as Booked).points
    most = Math.max(most, points)
  }
  return most
}
