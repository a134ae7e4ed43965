import { crc32, deflateRawSync } from 'node:zlib'

/** Fields of a header by the name in APPNOTE; what is given goes in as it is, right or wrong. */
export interface HeaderFields {
  signature?: number
  version?: number
  flags?: number
  method?: number
  time?: number
  date?: number
  crc32?: number
  compressedSize?: number
  uncompressedSize?: number
  name?: string | Buffer
  extra?: Buffer
}

export interface CentralFields extends HeaderFields {
  versionMadeBy?: number
  comment?: Buffer
  disk?: number
  attributes?: number
  offset?: number
}

/** One entry; unless told otherwise its headers say what is true. */
export interface RawEntry extends HeaderFields {
  data?: string | Buffer
  /** The bytes in the archive, when they are not what `method` makes of `data`. */
  packed?: Buffer
  /** Unix mode with its type. */
  mode?: number
  descriptor?: 'signed' | 'unsigned' | 'zip64' | 'zip64 unsigned'
  /** Instead of the true crc32 and sizes. */
  descriptorFields?: {
    signature?: number
    crc32?: number
    compressedSize?: number
    uncompressedSize?: number
  }
  /** What the local header has instead. */
  local?: HeaderFields
  /** What the central header has instead. */
  central?: CentralFields
  /** Bytes before its local header that belong to nothing. */
  before?: Buffer
  /** Points the central header at the local header of this entry, and writes none of its own. */
  sharesWith?: number
}

export interface RawArchive {
  entries?: RawEntry[]
  comment?: Buffer | string
  /** After the end record. */
  after?: Buffer
  /** Between the last entry and the directory, and between the directory and the end record. */
  beforeDirectory?: Buffer
  beforeEnd?: Buffer
  end?: {
    disk?: number
    directoryDisk?: number
    entriesOnDisk?: number
    entryCount?: number
    size?: number
    offset?: number
    commentLength?: number
  }
  /** Writes the zip64 records too; what is given replaces what is true. */
  zip64?: {
    signature?: number
    recordSize?: bigint
    disk?: number
    directoryDisk?: number
    entriesOnDisk?: bigint
    entryCount?: bigint
    size?: bigint
    offset?: bigint
    locatorDisk?: number
    locatorOffset?: bigint
    disks?: number
    /** The old end record's fields are full of ones, as they are when a writer needs zip64. */
    markers?: boolean
    /** An extensible data sector. */
    sector?: Buffer
  }
}

export const FILE = 0o100644
export const EXECUTABLE = 0o100755
export const FOLDER = 0o040755
export const MARKER = 0xffffffff
export const UTF8 = 0x0800
const DESCRIPTOR = 0x0008
// 2026-01-02T03:04:06
export const TIME = (3 << 11) | (4 << 5) | 3
export const DATE = ((2026 - 1980) << 9) | (1 << 5) | 2

/** An archive byte by byte (APPNOTE 4.3), as wrong as the caller wants: zip libraries refuse to write most of these. */
export function rawZip({
  entries = [],
  comment = '',
  after = Buffer.alloc(0),
  beforeDirectory = Buffer.alloc(0),
  beforeEnd = Buffer.alloc(0),
  end = {},
  zip64
}: RawArchive): Buffer {
  const parts: Buffer[] = []
  const central: Buffer[] = []
  const offsets: number[] = []
  let at = 0
  const add = (part: Buffer) => {
    parts.push(part)
    at += part.length
  }
  for (const entry of entries) {
    const truth = truthOf(entry)
    if (entry.before) add(entry.before)
    const offset = entry.sharesWith === undefined ? at : (offsets[entry.sharesWith] ?? 0)
    offsets.push(offset)
    if (entry.sharesWith === undefined) {
      add(localHeader(entry, truth))
      add(truth.packed)
      add(descriptorOf(entry, truth))
    }
    central.push(centralHeader(entry, truth, offset))
  }
  add(beforeDirectory)
  const directory = Buffer.concat(central)
  const truth = { count: entries.length, size: directory.length, offset: at }
  add(directory)
  if (zip64) add(zip64Records(zip64, truth, at))
  add(beforeEnd)
  const note = Buffer.from(comment)
  const [count, size] = zip64?.markers ? [0xffff, MARKER] : [truth.count, truth.size]
  add(
    Buffer.concat([
      u32(0x06054b50),
      u16(end.disk ?? 0),
      u16(end.directoryDisk ?? 0),
      u16(end.entriesOnDisk ?? end.entryCount ?? count),
      u16(end.entryCount ?? count),
      u32(end.size ?? size),
      u32(end.offset ?? (zip64?.markers ? MARKER : truth.offset)),
      u16(end.commentLength ?? note.length),
      note
    ])
  )
  add(after)
  return Buffer.concat(parts)
}

/** One extra field (APPNOTE 4.5.1). */
export function extraField(id: number, data: Buffer, length = data.length): Buffer {
  return Buffer.concat([u16(id), u16(length), data])
}

/** A zip64 field with 8-byte values. */
export function zip64Field(...values: (number | bigint)[]): Buffer {
  return extraField(1, Buffer.concat(values.map(value => u64(BigInt(value)))))
}

/** A Unicode path field (APPNOTE 4.6.9). */
export function unicodePathField(headerName: string | Buffer, name: string | Buffer, version = 1): Buffer {
  return extraField(
    0x7075,
    Buffer.concat([Buffer.from([version]), u32(crc32(headerName)), Buffer.from(name)])
  )
}

interface Truth {
  name: Buffer
  method: number
  flags: number
  crc32: number
  packed: Buffer
  size: number
}

function truthOf(entry: RawEntry): Truth {
  const data = Buffer.from(entry.data ?? '')
  const method = entry.method ?? 8
  return {
    name: Buffer.from(entry.name ?? 'a.txt'),
    method,
    flags: entry.flags ?? (entry.descriptor ? DESCRIPTOR | UTF8 : UTF8),
    crc32: entry.crc32 ?? crc32(data),
    packed: entry.packed ?? (method === 8 ? deflateRawSync(data) : data),
    size: entry.uncompressedSize ?? data.length
  }
}

function common(fields: HeaderFields, entry: RawEntry, truth: Truth, zeros: boolean): Buffer {
  return Buffer.concat([
    u16(fields.version ?? entry.version ?? 20),
    u16(fields.flags ?? truth.flags),
    u16(fields.method ?? truth.method),
    u16(fields.time ?? entry.time ?? TIME),
    u16(fields.date ?? entry.date ?? DATE),
    u32(fields.crc32 ?? (zeros ? 0 : truth.crc32)),
    u32(fields.compressedSize ?? (zeros ? 0 : (entry.compressedSize ?? truth.packed.length))),
    u32(fields.uncompressedSize ?? (zeros ? 0 : truth.size))
  ])
}

function localHeader(entry: RawEntry, truth: Truth): Buffer {
  const fields = entry.local ?? {}
  const name = Buffer.from(fields.name ?? truth.name)
  const extra = fields.extra ?? entry.extra ?? Buffer.alloc(0)
  return Buffer.concat([
    u32(fields.signature ?? 0x04034b50),
    common(fields, entry, truth, entry.descriptor !== undefined),
    u16(name.length),
    u16(extra.length),
    name,
    extra
  ])
}

function descriptorOf(entry: RawEntry, truth: Truth): Buffer {
  if (entry.descriptor === undefined) return Buffer.alloc(0)
  const { descriptorFields: fields = {} } = entry
  const size = entry.descriptor.startsWith('zip64') ? (value: number) => u64(BigInt(value)) : u32
  return Buffer.concat([
    entry.descriptor.endsWith('unsigned') ? Buffer.alloc(0) : u32(fields.signature ?? 0x08074b50),
    u32(fields.crc32 ?? truth.crc32),
    size(fields.compressedSize ?? truth.packed.length),
    size(fields.uncompressedSize ?? truth.size)
  ])
}

function centralHeader(entry: RawEntry, truth: Truth, offset: number): Buffer {
  const fields = entry.central ?? {}
  const name = Buffer.from(fields.name ?? truth.name)
  const extra = fields.extra ?? entry.extra ?? Buffer.alloc(0)
  const note = fields.comment ?? Buffer.alloc(0)
  const mode = entry.mode ?? (truth.name.at(-1) === 0x2f ? FOLDER : FILE)
  return Buffer.concat([
    u32(fields.signature ?? 0x02014b50),
    u16(fields.versionMadeBy ?? (3 << 8) | 20),
    common(fields, entry, truth, false),
    u16(name.length),
    u16(extra.length),
    u16(note.length),
    u16(fields.disk ?? 0),
    u16(0),
    u32(fields.attributes ?? mode * 0x10000),
    u32(fields.offset ?? offset),
    name,
    extra,
    note
  ])
}

function zip64Records(
  zip64: NonNullable<RawArchive['zip64']>,
  truth: { count: number; size: number; offset: number },
  at: number
): Buffer {
  const sector = zip64.sector ?? Buffer.alloc(0)
  return Buffer.concat([
    u32(zip64.signature ?? 0x06064b50),
    u64(zip64.recordSize ?? BigInt(44 + sector.length)),
    u16((3 << 8) | 45),
    u16(45),
    u32(zip64.disk ?? 0),
    u32(zip64.directoryDisk ?? 0),
    u64(zip64.entriesOnDisk ?? zip64.entryCount ?? BigInt(truth.count)),
    u64(zip64.entryCount ?? BigInt(truth.count)),
    u64(zip64.size ?? BigInt(truth.size)),
    u64(zip64.offset ?? BigInt(truth.offset)),
    sector,
    u32(0x07064b50),
    u32(zip64.locatorDisk ?? 0),
    u64(zip64.locatorOffset ?? BigInt(at)),
    u32(zip64.disks ?? 1)
  ])
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value >>> 0)
  return bytes
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(value)
  return bytes
}
