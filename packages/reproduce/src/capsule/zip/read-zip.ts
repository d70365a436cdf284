import type { FileHandle } from 'node:fs/promises'
import { RepriseError } from '@reprise/protocol'
import { zip } from './layout.ts'
import { assertMemberName } from './member-name.ts'

export interface StoredMember {
  readonly name: string
  /** Bytes. */
  readonly size: number
  /** Where its bytes are in the archive. */
  readonly at: number
}

const LARGEST_DIRECTORY = 64 * 2 ** 20
const CHUNK = 256 * 2 ** 10
const names = new TextDecoder('utf-8', { fatal: true })

/**
 * Lists the members of an archive that may come from a stranger. Members are stored, lie one after the other from the first byte on, and the
 * directory ends the file: so none can be larger than what is there, none can be hidden, and none shares bytes with another. Throws
 * INVALID_PARAMETER_VALUE for everything else.
 */
export async function readZip(file: FileHandle): Promise<StoredMember[]> {
  const { size } = await file.stat()
  if (size < zip.endSize) throw damaged('it is no zip archive')
  const end = await readBytes(file, size - zip.endSize, zip.endSize)
  if (end.readUInt32LE(0) !== zip.end) throw damaged('it is no zip archive, or was cut off')
  const [count, length, start] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)]
  if (count > zip.mostMembers || length > LARGEST_DIRECTORY || start + length + zip.endSize !== size)
    throw damaged('its directory is damaged')
  const directory = await readBytes(file, start, length)
  const members: StoredMember[] = []
  const seen = new Set<string>()
  let [at, place] = [0, 0]
  for (let index = 0; index < count; index++) {
    const { member, next } = await readEntry({ file, directory, at, place })
    if (seen.has(member.name)) throw damaged(`it has ${JSON.stringify(member.name)} twice`)
    seen.add(member.name)
    members.push(member)
    at = next
    place = member.at + member.size
  }
  if (at !== length || place !== start) throw damaged('it has bytes that belong to no member')
  return members
}

interface Place {
  readonly file: FileHandle
  readonly directory: Buffer
  /** Of the entry in the directory. */
  readonly at: number
  /** Of the member in the file. */
  readonly place: number
}

async function readEntry({ file, directory, at, place }: Place): Promise<{ readonly member: StoredMember; readonly next: number }> {
  if (at + zip.entrySize > directory.length || directory.readUInt32LE(at) !== zip.entry) throw damaged('its directory is damaged')
  const [nameLength, size] = [directory.readUInt16LE(at + 28), directory.readUInt32LE(at + 24)]
  const nameEnd = at + zip.entrySize + nameLength
  if (nameLength > zip.mostNameBytes || nameEnd > directory.length) throw damaged('a name is too long')
  const bytes = directory.subarray(at + zip.entrySize, nameEnd)
  const name = decodeName(bytes)
  assertMemberName(name)
  const mode = directory.readUInt32LE(at + 38) >>> 28
  if (mode !== 0 && mode !== 8) throw damaged(`${JSON.stringify(name)} is a link or another special file`)
  if ((directory.readUInt16LE(at + 8) & ~zip.flags) !== 0) throw damaged(`${JSON.stringify(name)} is encrypted or has no size`)
  if (directory.readUInt16LE(at + 10) !== 0 || directory.readUInt32LE(at + 20) !== size)
    throw damaged(`${JSON.stringify(name)} is compressed; members of a capsule are stored`)
  if (directory.readUInt32LE(at + 42) !== place) throw damaged(`${JSON.stringify(name)} is not where it should be`)
  const local = await readBytes(file, place, zip.localSize + nameLength)
  const isSame = local.readUInt32LE(0) === zip.local && local.readUInt16LE(8) === 0 && local.subarray(zip.localSize).equals(bytes)
  if (!isSame || local.readUInt16LE(26) !== nameLength) throw damaged(`the header of ${JSON.stringify(name)} is damaged`)
  return {
    member: { name, size, at: place + zip.localSize + nameLength + local.readUInt16LE(28) },
    next: nameEnd + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32),
  }
}

/** The bytes of a member, a chunk at a time. */
export async function* readMember(file: FileHandle, { at, size }: StoredMember): AsyncGenerator<Uint8Array, void, undefined> {
  for (let done = 0; done < size;) {
    const chunk = await readBytes(file, at + done, Math.min(CHUNK, size - done))
    done += chunk.length
    yield chunk
  }
}

async function readBytes(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(bytes, done, length - done, at + done)
    if (bytesRead === 0) throw damaged('it was cut off')
    done += bytesRead
  }
  return bytes
}

function decodeName(bytes: Uint8Array): string {
  try {
    return names.decode(bytes)
  } catch {
    throw damaged('a name is not UTF-8')
  }
}

/** What a capsule should not be. */
export function damaged(why: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `This is not a capsule that can be used: ${why}.`)
}
