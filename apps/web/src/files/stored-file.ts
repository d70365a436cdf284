import { queryOptions } from '@tanstack/react-query'
import { client } from '../server/client.ts'

/** A file among the artifacts of a run, or of a model that a run has logged. */
export interface StoredFile {
  /** Of the run, or of the model. */
  readonly ownerId: string
  /** Where its artifacts are: `mlflow-artifacts:/…`. */
  readonly uri: string
  /** Below the artifacts. */
  readonly path: string
}

/** Enough of a file to tell what it is. */
const HEAD_BYTES = 4_096

export interface FileHead {
  readonly bytes: Uint8Array
  /** Of the whole file. */
  readonly size: number
}

export function nameOf({ path }: Pick<StoredFile, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

export function headQuery({ uri, path }: StoredFile) {
  return queryOptions({
    queryKey: ['artifacts', uri, path, 'head'],
    queryFn: ({ signal }): Promise<FileHead> => client.readArtifact(uri, path, { start: 0, end: HEAD_BYTES, signal }),
  })
}

/** Reads bytes from `start` up to `end`. */
export type ReadRange = (start: number, end: number) => Promise<Uint8Array>

export function rangesOf({ uri, path }: Pick<StoredFile, 'uri' | 'path'>, signal?: AbortSignal): ReadRange {
  return async (start, end) => (start >= end ? new Uint8Array() : (await client.readArtifact(uri, path, { start, end, signal })).bytes)
}
