import { Unreadable } from '../comparer.ts'
import { crc32, inflate } from './inflate.ts'

/** One member of a zip archive, as the central directory lists it. */
export interface ZipMember {
  readonly name: string
  /** Unpacked and held against its checksum; throws {@link Unreadable}. */
  readonly read: (most: number) => Uint8Array
  readonly size: number
}

const END = 0x06_05_4b_50
const ENTRY = 0x02_01_4b_50
const LOCAL = 0x04_03_4b_50
const END_SIZE = 22
const LONGEST_COMMENT = 65_535
const MOST_MEMBERS = 65_534
const names = new TextDecoder('utf-8', { fatal: false })

/** Lists the members of a zip archive. Throws {@link Unreadable} for archives that are damaged, encrypted, or need zip64. */
export function readZip(bytes: Uint8Array): ZipMember[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  const count = view.getUint16(end + 10, true)
  if (count > MOST_MEMBERS) throw new Unreadable('it is a zip64 archive')
  const members: ZipMember[] = []
  let at = view.getUint32(end + 16, true)
  for (let index = 0; index < count; index++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== ENTRY) throw new Unreadable('its directory is damaged')
    const nameLength = view.getUint16(at + 28, true)
    members.push(readMember(bytes, view, at))
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return members
}

function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - END_SIZE - LONGEST_COMMENT)
  for (let at = view.byteLength - END_SIZE; at >= lowest; at--) if (view.getUint32(at, true) === END) return at
  throw new Unreadable('it has no zip directory')
}

function readMember(bytes: Uint8Array, view: DataView, at: number): ZipMember {
  const flags = view.getUint16(at + 8, true)
  const method = view.getUint16(at + 10, true)
  const crc = view.getUint32(at + 16, true)
  const packed = view.getUint32(at + 20, true)
  const size = view.getUint32(at + 24, true)
  const nameLength = view.getUint16(at + 28, true)
  const local = view.getUint32(at + 42, true)
  if (packed === 0xff_ff_ff_ff || size === 0xff_ff_ff_ff) throw new Unreadable('it is a zip64 archive')
  if ((flags & 1) !== 0) throw new Unreadable('it is encrypted')
  const read = (most: number): Uint8Array => {
    if (local + 30 > bytes.length || view.getUint32(local, true) !== LOCAL) throw new Unreadable('a member is damaged')
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    if (start + packed > bytes.length) throw new Unreadable('a member reaches past its end')
    const content = unpack(bytes.subarray(start, start + packed), method, most)
    if (content.length !== size || crc32(content) !== crc) throw new Unreadable('a member does not match its checksum')
    return content
  }
  return { name: names.decode(bytes.subarray(at + 46, at + 46 + nameLength)), read, size }
}

function unpack(packed: Uint8Array, method: number, most: number): Uint8Array {
  if (method === 0) return packed
  if (method === 8) return packed.length === 0 ? packed : inflate(packed, 'deflate', most)
  throw new Unreadable(`it uses the compression ${method}`)
}
