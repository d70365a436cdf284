import { createHash } from 'node:crypto'
import { lstat, readFile, readlink, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from '@reprise/client'
import type { RecordedFile } from '@reprise/protocol'
import { digestArtifact, readArtifact } from '../original/read-artifact.ts'
import { digestFile } from '../restore/digest-file.ts'

/** A file that a run left, wherever its bytes are. */
export interface ResultFile {
  readonly kind: 'artifact' | 'output' | 'stdout'
  readonly name: string
  /** SHA-256; undefined where the file could not be read. */
  readonly digest: () => Promise<string | undefined>
  /** The bytes; undefined where they were not kept, or are too many to look into. */
  readonly read: () => Promise<Uint8Array | undefined>
  /** Why there are no bytes. */
  readonly why: string | undefined
}

/** Larger files are held against each other by their digests alone. */
const MOST = 256 * 2 ** 20

/** An output as it was recorded, its bytes among the artifacts where they were kept. */
export function keptOutput(client: Client, artifactUri: string, file: RecordedFile): ResultFile {
  const { path, sha256, kept, size = 0, target } = file
  const why = file.not_kept ?? (kept === undefined ? 'its bytes were not kept' : undefined)
  if (file.kind !== 'FILE') return textual(path, target ?? file.kind)
  return {
    kind: 'output',
    name: path,
    digest: () => Promise.resolve(sha256),
    read: async () => {
      if (kept === undefined || size > MOST) return undefined
      const bytes = await readArtifact(client, { artifactUri, path: kept, most: MOST })
      // Bytes that are not those of the record say nothing of the run.
      return createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : undefined
    },
    why,
  }
}

/** An output that is still where the command wrote it. */
export function outputOnDisk(root: string, file: RecordedFile): ResultFile {
  const place = file.path.startsWith('/') ? file.path : join(root, file.path)
  if (file.kind !== 'FILE') return textual(file.path, file.target ?? file.kind, () => readlink(place))
  return {
    kind: 'output',
    name: file.path,
    digest: () => digestFile(place),
    read: async () => ((await stat(place)).size > MOST ? undefined : readFile(place)),
    why: undefined,
  }
}

/** An output beside the tree, which only the repeat can have put there; undefined where it did not. A link leads to the original's own. */
export async function outputBeside(name: string, file: string): Promise<ResultFile | undefined> {
  const isFile = await lstat(file).then(
    (stats) => stats.isFile(),
    () => false,
  )
  return isFile ? { ...outputOnDisk('/', { path: file, kind: 'FILE' }), name } : undefined
}

/** An output at a place outside of the tree that the program names in full; undefined where it was not written since then, or is a link. */
export async function outputSince(path: string, startedAt: number): Promise<ResultFile | undefined> {
  const isNew = await lstat(path).then(
    (stats) => stats.isFile() && stats.mtimeMs >= startedAt,
    () => false,
  )
  if (!isNew) return undefined
  // Read at once: the next repeat writes to the same place.
  const found = outputOnDisk('/', { path, kind: 'FILE' })
  const [digest, bytes] = [await found.digest(), await found.read()]
  return { ...found, digest: () => Promise.resolve(digest), read: () => Promise.resolve(bytes) }
}

/** An artifact that the program logged. */
export function loggedArtifact(
  client: Client,
  artifactUri: string,
  { path, size }: { readonly path: string; readonly size: number },
): ResultFile {
  return {
    kind: 'artifact',
    name: path,
    digest: () => digestArtifact(client, artifactUri, path),
    read: async () => (size > MOST ? undefined : readArtifact(client, { artifactUri, path, most: MOST })),
    why: undefined,
  }
}

/** Where a link points is all there is to it. */
function textual(name: string, text: string, read: () => Promise<string> = () => Promise.resolve(text)): ResultFile {
  const bytes = async (): Promise<Uint8Array> => new TextEncoder().encode(await read().catch(() => ''))
  return {
    kind: 'output',
    name,
    digest: async () =>
      createHash('sha256')
        .update(await bytes())
        .digest('hex'),
    read: bytes,
    why: undefined,
  }
}
