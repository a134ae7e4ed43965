import type { FileHandle } from 'node:fs/promises'
import type { ByteWindow } from '../byte-window.js'

const STEP = 1 << 20

/**
 * Writes the stream that goes through a window into a file, in order.
 *
 * @param size of the whole stream, in bytes
 * @throws the file system's errors
 */
export async function writeWindow(
  window: ByteWindow,
  { file, size, signal }: { file: FileHandle; size: number; signal: AbortSignal }
): Promise<void> {
  const consumer = window.consumer()
  let wake: () => void = () => {}
  const off = window.onChange(() => wake())
  signal.addEventListener('abort', () => wake(), { once: true })
  try {
    for (let at = 0; at < size; ) {
      signal.throwIfAborted()
      const end = Math.min(window.received, at + STEP)
      if (end === at) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
        continue
      }
      for (const piece of window.pieces(at, end - at)) {
        for (let written = 0; written < piece.length; ) {
          const { bytesWritten } = await file.write(piece, written, piece.length - written, null)
          written += bytesWritten
        }
      }
      at = end
      consumer.release(at)
    }
  } finally {
    off()
  }
}
