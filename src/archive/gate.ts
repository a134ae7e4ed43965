/**
 * A thread that is ended while it makes a zlib stream takes the whole process with it: Node holds, as it cleans up, that
 * every stream was initialised ("close before init", `CompressionStream::Close` in node_zlib.cc; seen with 20 and 24).
 * So streams are made behind a gate, and a thread is ended once its gate is shut.
 */
export type Gate = Int32Array<SharedArrayBuffer>

/** Nothing is being made. */
const OPEN = 0
/** A stream is being made. */
const BUSY = 1
/** Nothing is made any more: the thread is about to be ended. */
const SHUT = 2
/** Longer than any stream takes, in ms. What takes longer is a thread that hangs elsewhere. */
const LONGEST = 2000

/** The gates of the threads that run: a process that exits ends them all. */
const gates = new Set<Gate>()

export function openGate(): Gate {
  const gate = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  gates.add(gate)
  return gate
}

/** In the thread: makes a stream. Never returns once the gate is shut. Without a gate nobody ends the thread. */
export function behind<T>(gate: Gate | undefined, make: () => T): T {
  if (gate === undefined) return make()
  while (Atomics.compareExchange(gate, 0, OPEN, BUSY) !== OPEN) Atomics.wait(gate, 0, SHUT)
  try {
    return make()
  } finally {
    Atomics.store(gate, 0, OPEN)
    Atomics.notify(gate, 0)
  }
}

/** Before its thread is ended: waits, for some ms at most, until the stream that is being made is there. */
export function shutGate(gate: Gate): void {
  gates.delete(gate)
  const until = performance.now() + LONGEST
  while (Atomics.compareExchange(gate, 0, OPEN, SHUT) === BUSY) {
    if (performance.now() > until) return
    Atomics.wait(gate, 0, BUSY, LONGEST)
  }
}

/** Of a thread that has ended. */
export function forgetGate(gate: Gate): void {
  gates.delete(gate)
}

/** Before the process exits, which ends its threads. */
export function shutAllGates(): void {
  for (const gate of gates) shutGate(gate)
}
