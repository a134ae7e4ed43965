import type { FileHandle } from 'node:fs/promises'
import type { RingConsumer, SharedRingBuffer } from '../../memory/shared-ring-buffer.js'

const STEP = 1 << 20

interface WritingOptions {
  ring: SharedRingBuffer
  /** Taken before the stream began. */
  consumer: RingConsumer
  /** Of the whole stream, in bytes. */
  size: number
  signal: AbortSignal
}

/**
 * Writes the stream that goes through a window into a file, in order.
 *
 * @throws the file system's errors
 */
export async function writeWindow(
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
 * Writes all of a buffer; a disk that fills up may take a part first.
 *
 * @param position in the file, in bytes; null: where the write before ended
 */
export async function writeAll(file: FileHandle, buffer: Buffer, position: number | null): Promise<void> {
  for (let written = 0; written < buffer.length; ) {
    const at = position === null ? null : position + written
    const { bytesWritten } = await file.write(buffer, written, buffer.length - written, at)
    written += bytesWritten
  }
}
