import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { RepriseError } from '@reprise/protocol'
import { zip } from './layout.ts'

/** A member of an archive, as its manifest names it. */
export interface Member {
  readonly path: string
  /** Bytes. */
  readonly size: number
  readonly sha256: string
}

export interface ZipWriter {
  /** Appends a member, a chunk at a time. Rejects with PAYLOAD_TOO_LARGE past what zip without zip64 can hold. */
  add(path: string, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Member>
  /** Writes the directory; the archive is whole then. */
  end(): Promise<void>
}

interface Entry {
  readonly name: Buffer
  readonly crc: number
  readonly size: number
  readonly at: number
}

/** Writes a zip archive of stored members into an empty file. A member's header is written once more when its checksum is known. */
export function createZipWriter(file: FileHandle): ZipWriter {
  const entries: Entry[] = []
  let at = 0
  const write = async (bytes: Uint8Array, place = at): Promise<void> => {
    if (place + bytes.length > zip.mostBytes) throw tooLarge()
    for (let done = 0; done < bytes.length;) {
      done += (await file.write(bytes, done, bytes.length - done, place + done)).bytesWritten
    }
    if (place === at) at += bytes.length
  }
  return {
    add: async (path, content) => {
      const name = Buffer.from(path)
      if (entries.length === zip.mostMembers || name.length > zip.mostNameBytes) throw tooLarge()
      const start = at
      const hash = createHash('sha256')
      let [crc, size] = [0, 0]
      await write(localHeader({ name, crc, size, at: start }))
      for await (const chunk of content) {
        await write(chunk)
        hash.update(chunk)
        crc = crc32(chunk, crc)
        size += chunk.length
      }
      const entry = { name, crc, size, at: start }
      await write(localHeader(entry), start)
      entries.push(entry)
      return { path, size, sha256: hash.digest('hex') }
    },
    end: async () => {
      const start = at
      for (const entry of entries) await write(directoryEntry(entry))
      const end = Buffer.alloc(zip.endSize)
      end.writeUInt32LE(zip.end, 0)
      end.writeUInt16LE(entries.length, 8)
      end.writeUInt16LE(entries.length, 10)
      end.writeUInt32LE(at - start, 12)
      end.writeUInt32LE(start, 16)
      await write(end)
    },
  }
}

function localHeader({ name, crc, size }: Entry): Buffer {
  const header = Buffer.alloc(zip.localSize)
  header.writeUInt32LE(zip.local, 0)
  writeCommon(header, { at: 4, crc, size, nameLength: name.length })
  return Buffer.concat([header, name])
}

function directoryEntry({ name, crc, size, at }: Entry): Buffer {
  const header = Buffer.alloc(zip.entrySize)
  header.writeUInt32LE(zip.entry, 0)
  header.writeUInt16LE(zip.version, 4)
  writeCommon(header, { at: 6, crc, size, nameLength: name.length })
  header.writeUInt32LE(at, 42)
  return Buffer.concat([header, name])
}

/** What the two headers of a member have in common, from the version on. */
function writeCommon(header: Buffer, part: { at: number; crc: number; size: number; nameLength: number }): void {
  header.writeUInt16LE(zip.version, part.at)
  header.writeUInt16LE(zip.flags, part.at + 2)
  header.writeUInt16LE(zip.date, part.at + 8)
  header.writeUInt32LE(part.crc, part.at + 10)
  header.writeUInt32LE(part.size, part.at + 14)
  header.writeUInt32LE(part.size, part.at + 18)
  header.writeUInt16LE(part.nameLength, part.at + 22)
}

/** `bytes` are what the artifacts take, where that is known. */
export function tooLarge(bytes?: number): RepriseError {
  const taken = bytes === undefined ? '' : ` its artifacts take ${(bytes / 1e9).toFixed(1)} GB, and`
  return new RepriseError(
    'PAYLOAD_TOO_LARGE',
    `The run is too large for a capsule:${taken} a capsule holds 4 GB and 65,534 files at most.`,
    {
      hint: 'Nothing was written. The artifacts can be had one by one: mlflow artifacts download --run-id RUN',
    },
  )
}
