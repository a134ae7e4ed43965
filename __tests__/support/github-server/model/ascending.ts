/** Things by ascending id: found by halving, so that 100,000 of them cost nothing. */
export class Ascending<T extends { readonly id: number }> {
  readonly #items: T[] = []

  get items(): readonly T[] {
    return this.#items
  }

  /** `item` has the highest id so far. */
  add(item: T): void {
    this.#items.push(item)
  }

  find(id: number): T | undefined {
    const item = this.#items[this.#indexOf(id)]
    return item?.id === id ? item : undefined
  }

  remove(id: number): void {
    const index = this.#indexOf(id)
    if (this.#items[index]?.id === id) this.#items.splice(index, 1)
  }

  /** Where `id` is, or would be. */
  #indexOf(id: number): number {
    let low = 0
    let high = this.#items.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#items[middle]?.id ?? 0) < id) low = middle + 1
      else high = middle
    }
    return low
  }
}
