/** A member of an archive, once its bytes were written. */
export interface ArchiveMember {
  /** In UTF-8. */
  readonly name: Buffer
  readonly size: number
  readonly crc: number
  /** Where its header begins. */
  readonly at: number
}

/** What does not fit into 32 bits stands in the fields of zip64, and this in its place. */
const FULL = 0xff_ff_ff_ff
const MOST_MEMBERS = 0xff_ff
const VERSION = 45
/** The checksum follows the bytes; names are UTF-8. */
const FLAGS = 0x08_08
/** 1980-01-01: a time would make the same content other bytes. */
const DATE = 0x00_21

/** Stands before the bytes of a member. Its checksum is not known yet; `size` says only whether zip64 is needed. */
export function localHeader(name: Buffer, size: number): Buffer {
  const extra = size >= FULL ? zip64([0, 0]) : Buffer.alloc(0)
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04_03_4b_50, 0)
  writeCommon(header, 4, { name, extra })
  if (size >= FULL) header.fill(0xff, 18, 26)
  return Buffer.concat([header, name, extra])
}

/** Stands after the bytes of a member. */
export function dataDescriptor({ size, crc }: Pick<ArchiveMember, 'size' | 'crc'>): Buffer {
  const wide = size >= FULL
  const descriptor = Buffer.alloc(wide ? 24 : 16)
  descriptor.writeUInt32LE(0x08_07_4b_50, 0)
  descriptor.writeUInt32LE(crc, 4)
  for (const at of wide ? [8, 16] : []) descriptor.writeBigUInt64LE(BigInt(size), at)
  for (const at of wide ? [] : [8, 12]) descriptor.writeUInt32LE(size, at)
  return descriptor
}

export function directoryEntry({ name, size, crc, at }: ArchiveMember): Buffer {
  const wide = [...(size >= FULL ? [size, size] : []), ...(at >= FULL ? [at] : [])]
  const extra = wide.length > 0 ? zip64(wide) : Buffer.alloc(0)
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02_01_4b_50, 0)
  entry.writeUInt16LE(VERSION, 4)
  writeCommon(entry, 6, { name, extra })
  entry.writeUInt32LE(crc, 16)
  entry.writeUInt32LE(Math.min(size, FULL), 20)
  entry.writeUInt32LE(Math.min(size, FULL), 24)
  entry.writeUInt32LE(Math.min(at, FULL), 42)
  return Buffer.concat([entry, name, extra])
}

/** The end of an archive whose directory of `length` bytes begins at `at`. */
export function endOfArchive({ count, at, length }: { readonly count: number; readonly at: number; readonly length: number }): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06_05_4b_50, 0)
  for (const place of [8, 10]) end.writeUInt16LE(Math.min(count, MOST_MEMBERS), place)
  end.writeUInt32LE(Math.min(length, FULL), 12)
  end.writeUInt32LE(Math.min(at, FULL), 16)
  const isWide = count >= MOST_MEMBERS || at >= FULL || length >= FULL
  return isWide ? Buffer.concat([wideEnd({ count, at, length }), end]) : end
}

function wideEnd({ count, at, length }: { readonly count: number; readonly at: number; readonly length: number }): Buffer {
  const end = Buffer.alloc(56 + 20)
  end.writeUInt32LE(0x06_06_4b_50, 0)
  end.writeBigUInt64LE(44n, 4)
  for (const place of [12, 14]) end.writeUInt16LE(VERSION, place)
  for (const place of [24, 32]) end.writeBigUInt64LE(BigInt(count), place)
  end.writeBigUInt64LE(BigInt(length), 40)
  end.writeBigUInt64LE(BigInt(at), 48)
  end.writeUInt32LE(0x07_06_4b_50, 56)
  end.writeBigUInt64LE(BigInt(at + length), 64)
  end.writeUInt32LE(1, 72)
  return end
}

/** What both headers of a member have, from the version on. */
function writeCommon(header: Buffer, at: number, { name, extra }: { readonly name: Buffer; readonly extra: Buffer }): void {
  header.writeUInt16LE(VERSION, at)
  header.writeUInt16LE(FLAGS, at + 2)
  header.writeUInt16LE(DATE, at + 8)
  header.writeUInt16LE(name.length, at + 22)
  header.writeUInt16LE(extra.length, at + 24)
}

function zip64(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(8 * values.length, 2)
  for (const [index, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index)
  return extra
}
