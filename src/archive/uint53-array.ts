const HIGH_UNIT = 2 ** 32

/** Whole numbers below 2^53, initially 0. Numbers from 2^32 on take more memory. */
export class Uint53Array {
  readonly #low: Uint32Array
  readonly #high: Uint32Array

  constructor(length: number) {
    this.#low = new Uint32Array(length)
    this.#high = new Uint32Array(length)
  }

  get(index: number): number {
    return (this.#high[index] as number) * HIGH_UNIT + (this.#low[index] as number)
  }

  /** Once for each index. */
  set(index: number, value: number): void {
    // Only the low 32 bits are stored: https://tc39.es/ecma262/#sec-touint32
    this.#low[index] = value
    // The system allocates a page of zeros only when something is written to it.
    if (value >= HIGH_UNIT) this.#high[index] = Math.floor(value / HIGH_UNIT)
  }
}
