/**
 * What GitHub's secondary limits allow of REST requests: 900 points in a minute, a GET is 1 and a DELETE 5, so at most
 * 180 deletes. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
const POINTS = 900
const WINDOW = 60_000

/** What a request costs against the secondary limits. */
export const POINTS_OF = { GET: 1, DELETE: 5 } as const
const DEAREST = POINTS_OF.DELETE

/**
 * Points spent in a rolling minute. A request counts from when it is sent until a minute after it was answered: the
 * server counts it when it comes in, somewhere between the two, so by the server's book-keeping too there are never more.
 */
export class PointsWindow {
  readonly #points: number
  readonly #length: number
  #inFlight = 0
  #ended: { at: number; points: number }[] = []
  #endedPoints = 0

  /** @param share what share of the limit is this job's: one in so many */
  constructor(share = 1) {
    this.#points = Math.max(DEAREST, Math.floor(POINTS / share))
    // A share that is less than one DELETE a minute is one in more than a minute.
    this.#length = WINDOW * Math.max(1, (DEAREST * share) / POINTS)
  }

  /**
   * How long until so many points can be spent, in ms: 0 is now, undefined when it depends on an answer that is still
   * to come.
   */
  wait(points: number, now: number): number | undefined {
    this.#forget(now)
    let over = this.#inFlight + this.#endedPoints + points - this.#points
    if (over <= 0) return 0
    for (const ended of this.#ended) {
      over -= ended.points
      if (over <= 0) return ended.at + this.#length - now
    }
    return undefined
  }

  start(points: number): void {
    this.#inFlight += points
  }

  end(points: number, now: number): void {
    this.#forget(now)
    this.#inFlight -= points
    this.#ended.push({ at: now, points })
    this.#endedPoints += points
  }

  #forget(now: number): void {
    const first = this.#ended.findIndex(({ at }) => at + this.#length > now)
    const old = this.#ended.splice(0, first < 0 ? this.#ended.length : first)
    for (const { points } of old) this.#endedPoints -= points
  }
}
