const LOW = 2 ** 32

/** Whole numbers up to 2^53, most of which are below 2^32: only they take more room that are not. What was not set is 0. */
export class WideColumn {
  readonly #low: Uint32Array
  readonly #high: Uint32Array

  constructor(length: number) {
    this.#low = new Uint32Array(length)
    this.#high = new Uint32Array(length)
  }

  get(index: number): number {
    return (this.#high[index] as number) * LOW + (this.#low[index] as number)
  }

  /** Once for each. */
  set(index: number, value: number): void {
    // It takes what is below 2^32 of a number: https://tc39.es/ecma262/#sec-touint32
    this.#low[index] = value
    // A page of zeros is nobody's until something is written to it.
    if (value >= LOW) this.#high[index] = Math.floor(value / LOW)
  }
}
