/**
 * Keeps a worker thread from being terminated while it creates a zlib stream. That would abort the whole process: Node
 * asserts during cleanup that every stream was initialized ("close before init", `CompressionStream::Close` in
 * node_zlib.cc; seen with Node 20 and 24). So threads create streams under a guard, and the guard is closed before its
 * thread is terminated. Shared memory, to be sent as worker data.
 */
export type TerminateGuard = Int32Array<SharedArrayBuffer>

/** Index: 1 while a stream is being created, else 0. */
const BUSY = 0
/** Index: 1 once no more streams may be created, else 0. */
const CLOSED = 1
/** Longer than the creation of any stream, in ms. After this time the thread hangs for another reason. */
const MAX_WAIT = 2000

/** The guards of all running threads: when the process exits, it terminates them all. */
const guards = new Set<TerminateGuard>()

export function createGuard(): TerminateGuard {
  const guard = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
  guards.add(guard)
  return guard
}

/**
 * In the thread: runs `create`. Never returns once the guard is closed. Without a guard, nobody terminates the thread.
 */
export function guarded<T>(guard: TerminateGuard | undefined, create: () => T): T {
  if (guard === undefined) return create()
  // First store, then load; `closeGuard` does it in the opposite order. So at least one of the two sees the other.
  Atomics.store(guard, BUSY, 1)
  try {
    if (Atomics.load(guard, CLOSED) === 0) return create()
  } finally {
    Atomics.store(guard, BUSY, 0)
    Atomics.notify(guard, BUSY)
  }
  for (;;) Atomics.wait(guard, CLOSED, 1)
}

/** Call this before terminating a thread: waits (a few ms at most) until the current stream is created. */
export function closeGuard(guard: TerminateGuard): void {
  guards.delete(guard)
  Atomics.store(guard, CLOSED, 1)
  Atomics.wait(guard, BUSY, 1, MAX_WAIT)
}

/** Call this after a thread has ended. */
export function forgetGuard(guard: TerminateGuard): void {
  guards.delete(guard)
}

/** Call this before the process exits, which terminates all threads. */
export function closeAllGuards(): void {
  for (const guard of guards) closeGuard(guard)
}
