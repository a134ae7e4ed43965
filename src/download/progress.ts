import { formatSize } from '../messages/size.js'

const INTERVAL = 5000

/** Says now and then how far a long transfer has come: one line at most every 5 s, for all connections together. */
export class Progress {
  #bytes = 0
  #told = 0
  /** What will travel of each artifact, by its id, in bytes; undefined where that is still to be seen. */
  readonly #expected: Map<number, number | undefined>
  readonly #timer: NodeJS.Timeout

  constructor(
    expected: Iterable<readonly [number, number | undefined]>,
    say: (line: string) => void,
    interval = INTERVAL
  ) {
    this.#expected = new Map(expected)
    this.#timer = setInterval(() => {
      const rate = (this.#bytes - this.#told) / (interval / 1000)
      if (rate === 0) return
      this.#told = this.#bytes
      say(progressLine(this.#bytes, this.#total(), rate))
    }, interval)
    this.#timer.unref()
  }

  /** Of the artifact with that id so many bytes will travel. */
  expect(id: number, bytes: number): void {
    this.#expected.set(id, bytes)
  }

  add(bytes: number): void {
    this.#bytes += bytes
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #total(): number | undefined {
    let total = 0
    for (const bytes of this.#expected.values()) {
      if (bytes === undefined) return undefined
      total += bytes
    }
    return total
  }
}

/** `120.0 MB of 547.0 MB (22 %), 60.0 MB/s, 7 s left`; `rate` in bytes a second. */
export function progressLine(bytes: number, total: number | undefined, rate: number): string {
  const speed = `${formatSize(rate)}/s`
  // What is tried again travels twice: past the total nothing is known of what is left.
  if (total === undefined || bytes >= total) return `  ${formatSize(bytes)}, ${speed}`
  const percent = Math.floor((bytes / total) * 100)
  const left = Math.ceil((total - bytes) / rate)
  const time = left < 120 ? `${left} s` : `${Math.round(left / 60)} min`
  return `  ${formatSize(bytes)} of ${formatSize(total)} (${percent} %), ${speed}, ${time} left`
}
