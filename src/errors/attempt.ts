/** The result of a call; undefined if it throws, where the reason does not matter. */
export function attempt<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch {
    return undefined
  }
}
