/**
 * GitHub's secondary limits allow 900 points per minute. A GET costs 1 point and a DELETE 5, so at most 180 deletes.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
const POINTS = 900
/** In ms. */
const WINDOW = 60_000

/** The cost of a request in points. */
export const POINTS_OF = { GET: 1, DELETE: 5 } as const
const MAX_COST = POINTS_OF.DELETE

/**
 * Points spent within the last minute. The server counts a request when it arrives, which is between sending it and its
 * response. So a request counts from when it is sent until a minute after its response.
 */
export class PointsWindow {
  readonly #points: number
  readonly #length: number
  #inFlight = 0
  #ended: { at: number; points: number }[] = []
  #endedPoints = 0

  /** @param share the number of jobs that share the limit */
  constructor(share = 1) {
    this.#points = Math.max(MAX_COST, Math.floor(POINTS / share))
    // If the share is less than one DELETE per minute, the window is longer than a minute.
    this.#length = WINDOW * Math.max(1, (MAX_COST * share) / POINTS)
  }

  /** How long until these points can be spent, in ms: 0 for now, undefined if it depends on a request in flight. */
  wait(points: number, now: number): number | undefined {
    this.#dropExpired(now)
    let excess = this.#inFlight + this.#endedPoints + points - this.#points
    if (excess <= 0) return 0
    for (const ended of this.#ended) {
      excess -= ended.points
      if (excess <= 0) return ended.at + this.#length - now
    }
    return undefined
  }

  start(points: number): void {
    this.#inFlight += points
  }

  end(points: number, now: number): void {
    this.#dropExpired(now)
    this.#inFlight -= points
    this.#ended.push({ at: now, points })
    this.#endedPoints += points
  }

  #dropExpired(now: number): void {
    const first = this.#ended.findIndex(({ at }) => at + this.#length > now)
    const expired = this.#ended.splice(0, first < 0 ? this.#ended.length : first)
    for (const { points } of expired) this.#endedPoints -= points
  }
}
