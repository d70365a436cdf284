import { crc32 } from 'node:zlib'
import type { ArtifactStore } from '@reprise/objects'
import { type ArchiveMember, dataDescriptor, directoryEntry, endOfArchive, localHeader } from './zip-records.ts'

/** Past that, names are none that a file system would take back. */
const MOST_NAME_BYTES = 4_096

/**
 * A zip archive of all files below a folder, piece by piece, named relative to it: one file is open at a time, and in memory stays what the
 * directory at the end says of each. Files are stored as they are. What is deleted meanwhile is left out; it rejects when a file can not be read to its end.
 */
export async function* writeArchive(artifacts: ArtifactStore, folder: string): AsyncGenerator<Uint8Array> {
  const members: ArchiveMember[] = []
  let at = 0
  for await (const path of listFiles(artifacts, folder)) {
    const name = Buffer.from(folder === '' ? path : path.slice(folder.length + 1))
    const file = name.length > MOST_NAME_BYTES ? undefined : await artifacts.get(path)
    if (file === undefined) continue
    const start = at
    const header = localHeader(name, file.size)
    yield header
    let [crc, size] = [0, 0]
    for await (const chunk of file.read() as AsyncIterable<Uint8Array>) {
      crc = crc32(chunk, crc)
      size += chunk.length
      yield chunk
    }
    if (size !== file.size) throw new Error(`${path} ended after ${size} of ${file.size} bytes.`)
    const descriptor = dataDescriptor({ size, crc })
    yield descriptor
    members.push({ name, size, crc, at: start })
    at += header.length + size + descriptor.length
  }
  let length = 0
  for (const member of members) {
    const entry = directoryEntry(member)
    length += entry.length
    yield entry
  }
  yield endOfArchive({ count: members.length, at, length })
}

/** Files of a folder before those of the folders in it, so that few listings are held at a time. */
async function* listFiles(artifacts: ArtifactStore, folder: string): AsyncGenerator<string> {
  const entries = await artifacts.list(folder)
  const pathOf = (name: string): string => (folder === '' ? name : `${folder}/${name}`)
  for (const { name, isFolder } of entries) if (!isFolder) yield pathOf(name)
  for (const { name, isFolder } of entries) if (isFolder) yield* listFiles(artifacts, pathOf(name))
}
