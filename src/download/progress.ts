import { progressLine, unpackingLine } from '../messages/download.js'

/** In ms. */
const INTERVAL = 5000

/** Logs the progress of all connections together, and of unpacking: at most one line of each every 5 s. */
export class Progress {
  /** Bytes received so far. */
  bytes = 0
  #loggedBytes = 0
  #unpacked = 0
  #loggedUnpacked = 0
  /** Bytes to transfer of each artifact, by id; undefined: not known yet. */
  readonly #expected: Map<number, number | undefined>
  readonly #timer: NodeJS.Timeout

  constructor(
    expected: Iterable<readonly [number, number | undefined]>,
    log: (line: string) => void,
    interval = INTERVAL
  ) {
    this.#expected = new Map(expected)
    this.#timer = setInterval(() => {
      const rate = (this.bytes - this.#loggedBytes) / (interval / 1000)
      this.#loggedBytes = this.bytes
      if (rate > 0) log(progressLine(this.bytes, this.#total(), rate))
      const unpackRate = (this.#unpacked - this.#loggedUnpacked) / (interval / 1000)
      this.#loggedUnpacked = this.#unpacked
      if (unpackRate > 0) log(unpackingLine(this.#unpacked, unpackRate))
    }, interval)
    this.#timer.unref()
  }

  /** Sets how many bytes of an artifact will be transferred. */
  expect(id: number, bytes: number): void {
    this.#expected.set(id, bytes)
  }

  add(bytes: number): void {
    this.bytes += bytes
  }

  /** Counts bytes of files from archives inside artifacts. */
  addUnpacked(bytes: number): void {
    this.#unpacked += bytes
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
