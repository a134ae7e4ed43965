import type { FileHandle } from 'node:fs/promises'
import type { RingConsumer, SharedRingBuffer } from '../../memory/shared-ring-buffer.js'

/** In bytes. */
const STEP = 1 << 20

interface WritingOptions {
  ring: SharedRingBuffer
  /** Created before the stream began. */
  consumer: RingConsumer
  /** Of the whole stream, in bytes. */
  size: number
  signal: AbortSignal
}

/**
 * Writes the stream in a ring buffer to a file, in order.
 *
 * @throws the signal's reason, errors of the file system
 */
export async function writeRing(
  file: FileHandle,
  { ring, consumer, size, signal }: WritingOptions
): Promise<void> {
  let wake: () => void = () => {}
  const off = ring.onChange(() => wake())
  signal.addEventListener('abort', () => wake(), { once: true })
  try {
    for (let at = 0; at < size; ) {
      signal.throwIfAborted()
      const end = Math.min(ring.received, at + STEP)
      if (end === at) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
        continue
      }
      for (const piece of ring.pieces(at, end - at)) {
        await writeAll(file, piece, null)
      }
      at = end
      consumer.release(at)
    }
  } finally {
    off()
  }
}

/**
 * Writes all of a buffer: when a disk fills up, one write may take a part of it.
 *
 * @param position in the file, in bytes; null: after the previous write
 */
export async function writeAll(file: FileHandle, buffer: Buffer, position: number | null): Promise<void> {
  for (let written = 0; written < buffer.length; ) {
    const at = position === null ? null : position + written
    const { bytesWritten } = await file.write(buffer, written, buffer.length - written, at)
    written += bytesWritten
  }
}
