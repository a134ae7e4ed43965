/**
 * Calls `action` for each item, with at most `concurrency` calls at a time. Takes the next item only when a call can
 * start, so that memory does not grow with the number of items. After an error no call starts. The first error is thrown
 * after all calls have ended.
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
