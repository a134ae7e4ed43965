/**
 * Waits for tasks that depend on each other. The first error aborts the others by `stop`, and is thrown after all have
 * ended.
 */
export async function allOrAbort<Tasks extends readonly Promise<unknown>[]>(
  stop: AbortController,
  tasks: readonly [...Tasks]
): Promise<{ -readonly [Index in keyof Tasks]: Awaited<Tasks[Index]> }> {
  const failures: unknown[] = []
  const results = await Promise.all(
    tasks.map(task =>
      task.catch((error: unknown) => {
        failures.push(error)
        stop.abort(error)
      })
    )
  )
  if (failures.length > 0) throw failures[0]
  return results as { -readonly [Index in keyof Tasks]: Awaited<Tasks[Index]> }
}
