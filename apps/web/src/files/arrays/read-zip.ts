import type { ReadRange } from '../stored-file.ts'

/** A member of a zip archive, as its directory has it. */
export interface ZipMember {
  readonly name: string
  /** Bytes when unpacked, and as they lie in the archive. */
  readonly size: number
  readonly packed: number
  /** 0 stored, 8 deflated. */
  readonly method: number
  readonly isEncrypted: boolean
  /** Where its header begins. */
  readonly at: number
}

const END_BYTES = 22 + 65_535
/** Of the directory: some hundred thousand members. */
const MOST_DIRECTORY = 16 * 1_024 * 1_024
const MOST_MEMBERS = 10_000
const FULL = 0xff_ff_ff_ff

/** Lists an archive from its end, without the members. Throws an Error in words for the viewer. */
export async function readZipDirectory(read: ReadRange, size: number): Promise<ZipMember[]> {
  const from = Math.max(0, size - END_BYTES)
  const ending = viewOf(await read(from, size))
  const end = findEnd(ending)
  let [length, at] = [ending.getUint32(end + 12, true), ending.getUint32(end + 16, true)]
  if (at === FULL && end >= 20 && ending.getUint32(end - 20, true) === 0x07_06_4b_50) {
    const wide = Number(ending.getBigUint64(end - 12, true))
    const record = viewOf(await read(wide, Math.min(size, wide + 56)))
    if (record.byteLength < 56) throw damaged()
    length = Number(record.getBigUint64(40, true))
    at = Number(record.getBigUint64(48, true))
  }
  if (length > MOST_DIRECTORY || at + length > size) throw damaged()
  return readEntries(await read(at, at + length))
}

/** The bytes of a member, at most `most` of them unpacked: an archive may be made to become far more than it says. */
export async function readMember(read: ReadRange, member: ZipMember, most: number): Promise<Uint8Array> {
  if (member.isEncrypted) throw new Error(`${member.name} is encrypted.`)
  const header = viewOf(await read(member.at, member.at + 30))
  if (header.byteLength < 30 || header.getUint32(0, true) !== 0x04_03_4b_50) throw damaged()
  const start = member.at + 30 + header.getUint16(26, true) + header.getUint16(28, true)
  if (member.method === 0) return read(start, start + Math.min(most, member.packed))
  if (member.method !== 8) throw new Error(`${member.name} is packed in a way that browsers can not unpack.`)
  return inflate(read, { start, end: start + member.packed, most })
}

const PIECE = 256 * 1_024

/** Reads packed bytes as they are needed, and stops where enough was unpacked. */
async function inflate(
  read: ReadRange,
  { start, end, most }: { readonly start: number; readonly end: number; readonly most: number },
): Promise<Uint8Array> {
  let at = start
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: async (stream) => {
      const bytes = at < end ? await read(at, Math.min(end, at + PIECE)) : new Uint8Array()
      at += bytes.length
      if (bytes.length === 0) stream.close()
      else stream.enqueue(bytes as Uint8Array<ArrayBuffer>)
    },
  })
  const parts: Uint8Array[] = []
  let length = 0
  const reader = packed.pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  while (length < most) {
    const { value } = await reader.read()
    if (value === undefined) break
    parts.push(value.subarray(0, most - length))
    length += value.length
  }
  // Enough was unpacked: what the rest would come to is of no account.
  await reader.cancel().catch(() => undefined)
  return join(parts)
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function findEnd(view: DataView): number {
  for (let at = view.byteLength - 22; at >= 0; at--) if (view.getUint32(at, true) === 0x06_05_4b_50) return at
  throw new Error('It is no zip archive, or was cut off.')
}

function readEntries(directory: Uint8Array): ZipMember[] {
  const view = viewOf(directory)
  const members: ZipMember[] = []
  for (let at = 0; at + 46 <= directory.length && members.length < MOST_MEMBERS;) {
    if (view.getUint32(at, true) !== 0x02_01_4b_50) throw damaged()
    const nameEnd = at + 46 + view.getUint16(at + 28, true)
    const next = nameEnd + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    if (next > directory.length) throw damaged()
    const wide = readWide(view, nameEnd, nameEnd + view.getUint16(at + 30, true))
    const take = (value: number): number => (value === FULL ? (wide.shift() ?? value) : value)
    const size = take(view.getUint32(at + 24, true))
    const packed = take(view.getUint32(at + 20, true))
    members.push({
      name: new TextDecoder().decode(directory.subarray(at + 46, nameEnd)),
      size,
      packed,
      method: view.getUint16(at + 10, true),
      isEncrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      at: take(view.getUint32(at + 42, true)),
    })
    at = next
  }
  return members
}

/** The numbers of zip64, in the order in which they are missing elsewhere: size, packed size, place. */
function readWide(view: DataView, from: number, to: number): number[] {
  for (let at = from; at + 4 <= to; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue
    const count = Math.floor(Math.min(view.getUint16(at + 2, true), to - at - 4) / 8)
    return Array.from({ length: count }, (_, index) => Number(view.getBigUint64(at + 4 + index * 8, true)))
  }
  return []
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function damaged(): Error {
  return new Error('The directory of the archive is damaged.')
}
