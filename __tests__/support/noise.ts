import { createCipheriv } from 'node:crypto'

/** Bytes that do not deflate, the same every time: a cipher's key stream. */
export function noise(length: number, seed = 1): Buffer {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16))
  return cipher.update(Buffer.alloc(length))
}
