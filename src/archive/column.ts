/** The arrays that a column may be made of. */
type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array
type Make = new (length: number) => Numbers

/** A list of numbers that grows. What was not set is 0. */
export interface Column {
  get(index: number): number
  set(index: number, value: number): void
}

const LEAST = 16
const GROWTH = 1.5

export const Uint8Column = columnOf(Uint8Array)
export const Uint16Column = columnOf(Uint16Array)
export const Uint32Column = columnOf(Uint32Array)
export const Float64Column = columnOf(Float64Array)

/** A class of its own for each kind of array: code that meets four kinds takes V8 several times as long to compile. */
function columnOf(make: Make): new (expected: number) => Column {
  return class implements Column {
    #numbers: Numbers

    /** @param expected about how many there will be: memory that is not used is not taken from the system either */
    constructor(expected: number) {
      this.#numbers = new make(Math.max(LEAST, expected + 1))
    }

    get(index: number): number {
      return this.#numbers[index] ?? 0
    }

    set(index: number, value: number): void {
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
