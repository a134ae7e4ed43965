/**
 * Calls `action` on each item, at most `concurrency` at once, taking the next item only when there is room for it: no
 * list of promises grows with the items. After a failure no further item is begun; the first error is thrown once
 * everything begun has ended, so nothing goes on behind the caller's back.
 */
export async function forEachConcurrently<Item>(
  items: Iterable<Item>,
  concurrency: number,
  action: (item: Item) => Promise<void>
): Promise<void> {
  const iterator = items[Symbol.iterator]()
  const errors: unknown[] = []
  const runner = async () => {
    while (errors.length === 0) {
      const { value, done } = iterator.next()
      if (done) return
      try {
        await action(value)
      } catch (error) {
        errors.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: concurrency }, runner))
  if (errors.length > 0) throw errors[0]
}
