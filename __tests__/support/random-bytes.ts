import { createCipheriv } from 'node:crypto'

/** Incompressible bytes, the same for the same seed: the key stream of a cipher. */
export function pseudoRandomBytes(length: number, seed = 1): Buffer {
  const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16))
  return cipher.update(Buffer.alloc(length))
}
