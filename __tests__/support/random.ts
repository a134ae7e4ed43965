/** A whole number from 0, below a limit. */
export type Next = (limit: number) => number

/** Random whole numbers below `limit`, the same for the same seed (mulberry32). */
export function random(seed: number): Next {
  let state = seed
  return limit => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

const INTERESTING = [0, 1, 0x7f, 0x80, 0xff, 0x50, 0x4b, 0x2f, 0x2e]

/** An archive with one to four parts changed, removed, doubled or overwritten. */
export function mutated(original: Buffer, next: Next): Buffer {
  let archive = Buffer.from(original)
  for (let mutations = 1 + next(4); mutations > 0 && archive.length > 0; mutations--) {
    const at = next(archive.length)
    const length = 1 + next(Math.min(30, archive.length - at))
    const part = archive.subarray(at, at + length)
    switch (next(5)) {
      case 0:
        archive.writeUInt8(INTERESTING[next(INTERESTING.length)] as number, at)
        break
      case 1:
        archive.writeUInt8(next(256), at)
        break
      case 2:
        archive = Buffer.concat([archive.subarray(0, at), archive.subarray(at + length)])
        break
      case 3:
        archive = Buffer.concat([archive.subarray(0, at), part, archive.subarray(at)])
        break
      case 4:
        archive.fill(part, next(archive.length))
        break
    }
  }
  return archive
}
