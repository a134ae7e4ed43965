/** The arrays that a column may be made of. */
type Numbers = Uint8Array | Uint16Array | Uint32Array
type Make = new (length: number) => Numbers

/** A list of numbers that grows. What was not set is 0, and takes no memory from the system where there is enough of it. */
export interface Column {
  get(index: number): number
  set(index: number, value: number): void
}

const LEAST = 16
const GROWTH = 1.5

export const Uint8Column = columnOf(Uint8Array)
export const Uint16Column = columnOf(Uint16Array)
export const Uint32Column = columnOf(Uint32Array)

/** A class of its own for each kind of array: code that meets three kinds takes V8 several times as long to compile. */
function columnOf(make: Make): new (expected: number) => Column {
  return class implements Column {
    #numbers: Numbers

    /** @param expected about how many there will be */
    constructor(expected: number) {
      this.#numbers = new make(Math.max(LEAST, expected + 1))
    }

    get(index: number): number {
      // Not by what is beyond it: V8 would compile anew all that has this inside.
      return index < this.#numbers.length ? (this.#numbers[index] as number) : 0
    }

    set(index: number, value: number): void {
      // A page of zeros is nobody's until something is written to it.
      if (this.get(index) === value) return
      if (index >= this.#numbers.length) this.#grow(index)
      this.#numbers[index] = value
    }

    #grow(index: number): void {
      const grown = new make(Math.ceil(index * GROWTH))
      grown.set(this.#numbers)
      this.#numbers = grown
    }
  }
}

const LOW = 2 ** 32

/** Whole numbers up to 2^53, most of which are below 2^32: only they take more room that are not. */
export class WideColumn implements Column {
  readonly #low: Column
  readonly #high: Column

  /** @param expected about how many there will be */
  constructor(expected: number) {
    this.#low = new Uint32Column(expected)
    this.#high = new Uint32Column(expected)
  }

  get(index: number): number {
    return this.#high.get(index) * LOW + this.#low.get(index)
  }

  set(index: number, value: number): void {
    this.#low.set(index, value % LOW)
    this.#high.set(index, Math.floor(value / LOW))
  }
}
