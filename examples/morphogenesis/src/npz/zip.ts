import { crc32, inflateRawSync } from 'node:zlib'

// APPNOTE.TXT of PKWARE, sections 4.3.7 (local header), 4.3.12 (central directory) and 4.3.16 (its end).
const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const VERSION = 20
/** 1 January 1980, the first day of ZIP: the same content gives the same bytes on any day. */
const DATE = 0x0021
const [STORED, DEFLATED] = [0, 8]
/** What one entry may have once it is inflated: more is no dataset of this program. */
const LARGEST_ENTRY = 1 << 30

/** A ZIP archive of `entries`, uncompressed and without dates, as NumPy's `savez` makes them. */
export function writeZip(entries: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const [name, content] of Object.entries(entries)) {
    const path = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(LOCAL, 0)
    writeCommonFields(local.subarray(4), path, content)
    parts.push(local, path, content)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(CENTRAL, 0)
    central.writeUInt16LE(VERSION, 4)
    writeCommonFields(central.subarray(6), path, content)
    central.writeUInt32LE(offset, 42)
    directory.push(central, path)
    offset += local.length + path.length + content.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END, 0)
  end.writeUInt16LE(directory.length / 2, 8)
  end.writeUInt16LE(directory.length / 2, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, central, end])
}

/** The fields that local and central headers share, from "version needed" on. */
function writeCommonFields(header: Buffer, path: Buffer, content: Uint8Array): void {
  header.writeUInt16LE(VERSION, 0)
  header.writeUInt16LE(DATE, 8)
  header.writeUInt32LE(crc32(content), 10)
  header.writeUInt32LE(content.length, 14)
  header.writeUInt32LE(content.length, 18)
  header.writeUInt16LE(path.length, 22)
}

/**
 * The entries of a ZIP archive, by name; stored and deflated ones, which is what NumPy writes.
 * @throws Error where the bytes are no such archive, or an entry is damaged
 */
export function readZip(bytes: Uint8Array): Record<string, Uint8Array> {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || end + 22 > archive.length) throw new Error('it is no ZIP archive, or its end is missing')
  const entries: Record<string, Uint8Array> = Object.create(null)
  let position = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    if (position + 46 > end || archive.readUInt32LE(position) !== CENTRAL) throw new Error('its directory is damaged')
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => archive.readUInt16LE(position + field)) as [
      number,
      number,
      number,
    ]
    const name = archive.toString('utf8', position + 46, position + 46 + nameLength)
    entries[name] = readEntry(archive, position, name)
    position += 46 + nameLength + extraLength + commentLength
  }
  return entries
}

function readEntry(archive: Buffer, header: number, name: string): Uint8Array {
  const method = archive.readUInt16LE(header + 10)
  const sum = archive.readUInt32LE(header + 16)
  const length = archive.readUInt32LE(header + 20)
  const local = archive.readUInt32LE(header + 42)
  if (local + 30 > archive.length) throw new Error(`its entry ${name} is cut off`)
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  if (start + length > archive.length) throw new Error(`its entry ${name} is cut off`)
  const content = unpack(archive.subarray(start, start + length), method, name)
  if (crc32(content) !== sum) throw new Error(`its entry ${name} is damaged`)
  return content
}

function unpack(content: Buffer, method: number, name: string): Uint8Array {
  if (method === STORED) return content
  if (method !== DEFLATED) throw new Error(`its entry ${name} is compressed in a way that this program does not know (method ${method})`)
  try {
    return inflateRawSync(content, { maxOutputLength: LARGEST_ENTRY })
  } catch (cause) {
    throw new Error(`its entry ${name} is damaged`, { cause })
  }
}
