import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Client } from '@reprise/client'
import { type KeptFile, RepriseError } from '@reprise/protocol'

export interface ArtifactPlace {
  readonly artifactUri: string
  readonly path: string
  /** Bytes; larger artifacts are refused. */
  readonly most: number
}

/** The bytes of an artifact. Throws PAYLOAD_TOO_LARGE past `most`. */
export async function readArtifact(client: Client, { artifactUri, path, most }: ArtifactPlace): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of await client.downloadArtifact(artifactUri, path)) {
    size += chunk.length
    if (size > most) throw new RepriseError('PAYLOAD_TOO_LARGE', `The artifact ${path} is larger than ${most} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Writes what was kept to a file, held against its digest: what is not what was recorded is deleted again. Throws DATA_LOSS. */
export async function saveKept(
  client: Client,
  artifactUri: string,
  { kept, file }: { readonly kept: KeptFile; readonly file: string },
): Promise<void> {
  const hash = createHash('sha256')
  const source = await client.downloadArtifact(artifactUri, kept.artifact)
  await mkdir(dirname(file), { recursive: true })
  await pipeline(
    source,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk)
        yield chunk
      }
    },
    createWriteStream(file),
  )
  if (hash.digest('hex') === kept.sha256) return
  await rm(file, { force: true })
  throw new RepriseError('DATA_LOSS', `The artifact ${kept.artifact} is not what was recorded: its digest differs.`)
}

/** SHA-256 of an artifact, read as a stream. */
export async function digestArtifact(client: Client, artifactUri: string, path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of await client.downloadArtifact(artifactUri, path)) hash.update(chunk)
  return hash.digest('hex')
}
