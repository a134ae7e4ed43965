/** One entry of a tar archive. Everything may be wrong. */
export interface RawTarEntry {
  name?: string | Buffer
  /** The type flag: `0` for a file unless told. */
  type?: string
  data?: string | Buffer
  /** As the header says it, in octal; as text for what is no number. */
  size?: number | string | Buffer
  linkname?: string | Buffer
  mode?: number
  mtime?: number | string | Buffer
  prefix?: string
  /** `ustar\0` + `00` unless told. */
  magic?: string
  checksum?: number
  /** Records of a pax header in front of it. */
  pax?: Record<string, string | Buffer>
  /** Raw bytes of a pax header in front of it. */
  rawPax?: string | Buffer
  /** Long names as GNU writes them, with the NUL at their end. */
  gnuName?: string | Buffer
  gnuLink?: string | Buffer
  /** Takes the place of the padding after the data. */
  padding?: Buffer
}

const BLOCK = 512
/** As archives end. */
export const END = Buffer.alloc(2 * BLOCK)

/** A tar archive of these entries, with its end unless told otherwise. */
export function rawTar(entries: readonly RawTarEntry[], end: Buffer = END): Buffer {
  return Buffer.concat([...entries.flatMap(blocksOf), end])
}

/** Corrects the checksum of each block that looks like a header. */
export function withChecksums(archive: Buffer): Buffer {
  const repaired = Buffer.from(archive)
  for (let at = 0; at + BLOCK <= repaired.length; at += BLOCK) {
    const block = repaired.subarray(at, at + BLOCK)
    if (block.toString('latin1', 257, 262) === 'ustar') writeChecksum(block)
  }
  return repaired
}

function writeChecksum(block: Buffer, checksum?: number): void {
  block.fill(' ', 148, 156)
  const sum = block.reduce((total, byte) => total + byte, 0)
  block.write(octal(checksum ?? sum, 8), 148, 'latin1')
}

function blocksOf(entry: RawTarEntry): Buffer[] {
  const { pax, rawPax = pax && paxRecords(pax), gnuName, gnuLink } = entry
  const extended = (type: string, content: string | Buffer) =>
    plainBlocks({ name: '././@LongLink', type, data: content })
  return [
    ...(rawPax === undefined ? [] : extended('x', rawPax)),
    ...(gnuName === undefined ? [] : extended('L', Buffer.concat([Buffer.from(gnuName), Buffer.alloc(1)]))),
    ...(gnuLink === undefined ? [] : extended('K', Buffer.concat([Buffer.from(gnuLink), Buffer.alloc(1)]))),
    ...plainBlocks(entry)
  ]
}

function plainBlocks(entry: RawTarEntry): Buffer[] {
  const data = Buffer.from(entry.data ?? '')
  const padding = entry.padding ?? Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)
  return [headerOf({ size: data.length, ...entry }), data, padding]
}

function headerOf(entry: RawTarEntry): Buffer {
  const { name = 'a.txt', type = '0', size = 0, linkname = '', mode = 0o644, mtime = 1_600_000_000 } = entry
  const { prefix = '', magic = 'ustar\x0000' } = entry
  const block = Buffer.alloc(BLOCK)
  const put = (value: string | Buffer, at: number, length: number) =>
    Buffer.from(value).copy(block, at, 0, length)
  put(name, 0, 100)
  put(octal(mode, 8), 100, 8)
  put(octal(0, 8), 108, 8)
  put(octal(0, 8), 116, 8)
  put(typeof size === 'number' ? octal(size, 12) : size, 124, 12)
  put(typeof mtime === 'number' ? octal(mtime, 12) : mtime, 136, 12)
  put(type, 156, 1)
  put(linkname, 157, 100)
  put(magic, 257, 8)
  put(prefix, 345, 155)
  writeChecksum(block, entry.checksum)
  return block
}

function octal(value: number, length: number): string {
  return `${value.toString(8).padStart(length - 1, '0')}\0`
}

/** The records of a pax header. */
export function paxRecords(records: Record<string, string | Buffer>): Buffer {
  return Buffer.concat(
    Object.entries(records).map(([key, value]) => {
      const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from('\n')])
      let length = rest.length + 1
      while (String(length).length + rest.length !== length) length = String(length).length + rest.length
      return Buffer.concat([Buffer.from(String(length)), rest])
    })
  )
}

/** A number in base 256, as GNU writes those that do not fit. */
export function base256(value: bigint, length = 12): Buffer {
  const bytes = Buffer.alloc(length)
  let rest = BigInt.asUintN(length * 8, value)
  for (let at = length - 1; at >= 0; at--) {
    bytes[at] = Number(rest & 0xffn)
    rest >>= 8n
  }
  bytes[0] = (bytes[0] as number) | 0x80
  return bytes
}
