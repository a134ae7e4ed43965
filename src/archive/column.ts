/** The arrays that a column may be made of. */
type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array
type Make = new (length: number) => Numbers

/** Numbers that a block holds, as a power of two: fewer where fewer are expected. */
const LEAST_BITS = 4
const MOST_BITS = 12

/** A list of numbers that grows in blocks, so that nothing is ever copied. What was not set is 0. */
export class Column {
  readonly #make: Make
  readonly #bits: number
  readonly #blocks: Numbers[] = []

  /** @param expected about how many there will be */
  constructor(make: Make, expected: number) {
    this.#make = make
    this.#bits = Math.max(LEAST_BITS, Math.min(MOST_BITS, Math.ceil(Math.log2(expected + 1))))
  }

  get(index: number): number {
    return this.#blocks[index >>> this.#bits]?.[index & ((1 << this.#bits) - 1)] ?? 0
  }

  set(index: number, value: number): void {
    const at = index >>> this.#bits
    let block = this.#blocks[at]
    if (block === undefined) {
      block = new this.#make(1 << this.#bits)
      this.#blocks[at] = block
    }
    block[index & ((1 << this.#bits) - 1)] = value
  }
}
