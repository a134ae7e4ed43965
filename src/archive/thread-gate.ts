/**
 * A thread that is ended while it makes a zlib stream takes the whole process with it: Node holds, as it cleans up, that
 * every stream was initialised ("close before init", `CompressionStream::Close` in node_zlib.cc; seen with 20 and 24).
 * So streams are made behind a gate, and a thread is ended once its gate is shut.
 */
export type Gate = Int32Array<SharedArrayBuffer>

/** Where it says that a stream is being made: 1, else 0. */
const BUSY = 0
/** Where it says that nothing may be made any more: 1, else 0. */
const SHUT = 1
/** Longer than any stream takes, in ms. What takes longer is a thread that hangs elsewhere. */
const LONGEST = 2000

/** The gates of the threads that run: a process that exits ends them all. */
const gates = new Set<Gate>()

export function openGate(): Gate {
  const gate = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
  gates.add(gate)
  return gate
}

/** In the thread: makes a stream. Never returns once the gate is shut. Without a gate nobody ends the thread. */
export function behind<T>(gate: Gate | undefined, make: () => T): T {
  if (gate === undefined) return make()
  // First this, then the look, and the other way round in `shutGate`: one of the two sees the other.
  Atomics.store(gate, BUSY, 1)
  try {
    if (Atomics.load(gate, SHUT) === 0) return make()
  } finally {
    Atomics.store(gate, BUSY, 0)
    Atomics.notify(gate, BUSY)
  }
  for (;;) Atomics.wait(gate, SHUT, 1)
}

/** Before its thread is ended: waits, for some ms at most, until the stream that is being made is there. */
export function shutGate(gate: Gate): void {
  gates.delete(gate)
  Atomics.store(gate, SHUT, 1)
  Atomics.wait(gate, BUSY, 1, LONGEST)
}

/** Of a thread that has ended. */
export function forgetGate(gate: Gate): void {
  gates.delete(gate)
}

/** Before the process exits, which ends its threads. */
export function shutAllGates(): void {
  for (const gate of gates) shutGate(gate)
}
