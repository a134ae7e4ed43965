/** The arrays that a column may be made of. */
type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array
type Make = new (length: number) => Numbers

/** A list of numbers that grows in blocks, so that nothing is ever copied. What was not set is 0. */
export interface Column {
  get(index: number): number
  set(index: number, value: number): void
}

/** Numbers that a block holds, as a power of two: fewer where fewer are expected. */
const LEAST_BITS = 4
const MOST_BITS = 12

export const Uint8Column = columnOf(Uint8Array)
export const Uint16Column = columnOf(Uint16Array)
export const Uint32Column = columnOf(Uint32Array)
export const Float64Column = columnOf(Float64Array)

/** A class of its own for each kind of array: code that meets four kinds takes V8 several times as long to compile. */
function columnOf(make: Make): new (expected: number) => Column {
  return class implements Column {
    readonly #bits: number
    readonly #blocks: Numbers[] = []

    /** @param expected about how many there will be */
    constructor(expected: number) {
      this.#bits = Math.max(LEAST_BITS, Math.min(MOST_BITS, Math.ceil(Math.log2(expected + 1))))
    }

    get(index: number): number {
      return this.#blocks[index >>> this.#bits]?.[index & ((1 << this.#bits) - 1)] ?? 0
    }

    set(index: number, value: number): void {
      const at = index >>> this.#bits
      let block = this.#blocks[at]
      if (block === undefined) {
        block = new make(1 << this.#bits)
        this.#blocks[at] = block
      }
      block[index & ((1 << this.#bits) - 1)] = value
    }
  }
}
