/**
 * Waits for works that need each other. The first failure ends the others through `stop`, and is thrown once all have
 * ended: nothing goes on behind the caller's back.
 */
export async function allOrAbort<Works extends readonly Promise<unknown>[]>(
  stop: AbortController,
  works: readonly [...Works]
): Promise<{ -readonly [Index in keyof Works]: Awaited<Works[Index]> }> {
  const failures: unknown[] = []
  const results = await Promise.all(
    works.map(async work => {
      try {
        return await work
      } catch (error) {
        failures.push(error)
        stop.abort(error)
        return undefined
      }
    })
  )
  if (failures.length > 0) throw failures[0]
  return results as { -readonly [Index in keyof Works]: Awaited<Works[Index]> }
}
