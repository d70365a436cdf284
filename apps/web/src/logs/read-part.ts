import type { ArtifactPart } from '@reprise/client'
import { client } from '../server/client.ts'

/** Reads bytes from `start` up to `end`, and says how large the file is now. */
export type ReadPart = (start: number, end: number) => Promise<ArtifactPart>

export function createReadPart(uri: string, path: string): ReadPart {
  return (start, end) => client.readArtifact(uri, path, { start, end })
}
