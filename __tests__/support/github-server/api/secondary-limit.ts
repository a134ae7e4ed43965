import { type Answer, apiError } from '../http/answer.js'

const POINTS: Readonly<Record<string, number>> = { GET: 1, HEAD: 1 }
const WRITE_POINTS = 5
const MINUTE_MS = 60_000

/**
 * GitHub's secondary limit on points: so many in any minute, booked as requests come in, refused ones too.
 * https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export class SecondaryLimit {
  readonly #points: number
  readonly #now: () => number
  #book: { at: number; points: number }[] = []
  #spent = 0
  #most = 0
  #refusals = 0

  /** @param now the clock that the client goes by, in ms */
  constructor(now: () => number, points = 900) {
    this.#now = now
    this.#points = points
  }

  /** The most points that any minute has seen. */
  get most(): number {
    return this.#most
  }

  get refusals(): number {
    return this.#refusals
  }

  /** Books a request; the refusal of one too many. */
  spend(method: string): Answer | undefined {
    const now = this.#now()
    const first = this.#book.findIndex(({ at }) => at > now - MINUTE_MS)
    const old = this.#book.splice(0, first < 0 ? this.#book.length : first)
    for (const { points } of old) this.#spent -= points
    const points = POINTS[method] ?? WRITE_POINTS
    this.#book.push({ at: now, points })
    this.#spent += points
    this.#most = Math.max(this.#most, this.#spent)
    if (this.#spent <= this.#points) return undefined
    this.#refusals += 1
    return apiError(
      403,
      'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'
    )
  }
}
