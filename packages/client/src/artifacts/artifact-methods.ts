import { encodeJson, parseAnswer, type RepriseError } from '@reprise/protocol'
import { errorOfAnswer } from '../answer-error.ts'
import { readWhole, type Transport, type TransportBody, type TransportStream } from '../transport/transport.ts'
import { endpointOf, joinPath, listEndpoint } from './artifact-uri.ts'
import type { DirectMethods } from './s3/s3-artifacts.ts'

/** A file or folder below a run's artifacts. */
export interface ArtifactEntry {
  /** Relative to the artifact URI, folders included. */
  readonly path: string
  readonly isFolder: boolean
  /** Bytes; absent for folders. */
  readonly size?: number
}

export interface ArtifactOptions {
  readonly signal?: AbortSignal | undefined
}

/** Bytes of a file from `start` up to, but not including, `end`. */
export interface ArtifactRange extends ArtifactOptions {
  readonly start: number
  readonly end: number
}

export interface ArtifactPart {
  /** Fewer than were asked for where the file ends; none behind its end. */
  readonly bytes: Uint8Array
  /** Bytes of the whole file, as it is now. */
  readonly size: number
}

export interface ArtifactCopy {
  readonly run_id: string
  /** Where the run is to have it. */
  readonly path: string
  readonly from_run_id: string
  readonly from_path: string
  /** Digest of the file, 64 lower-case hexadecimal digits. */
  readonly sha256: string
}

export interface UploadOptions extends ArtifactOptions {
  /** Default application/octet-stream. */
  readonly contentType?: string | undefined
}

/** Artifacts through the server, or in S3 itself. `artifactUri` is a run's `info.artifact_uri`, such as mlflow-artifacts:/1/<run>/artifacts. */
export interface ArtifactMethods {
  /** What one folder holds, not what its folders hold; nothing when it is not there. */
  listArtifacts(artifactUri: string, path?: string, options?: ArtifactOptions): Promise<ArtifactEntry[]>
  /** The bytes of a file, as they arrive. Rejects with RESOURCE_DOES_NOT_EXIST when there is none. */
  downloadArtifact(artifactUri: string, path: string, options?: ArtifactOptions): Promise<ReadableStream<Uint8Array>>
  /** A part of a file that the server keeps, however large the file is: of runs whose artifacts are elsewhere there is none. */
  readArtifact(artifactUri: string, path: string, range: ArtifactRange): Promise<ArtifactPart>
  /** Writes a file, over an older one. A bare stream is sent once; bytes, blobs and functions that make streams are tried again. */
  uploadArtifact(artifactUri: string, path: string, content: TransportBody, options?: UploadOptions): Promise<void>
  /**
   * Gives a run a file that another run of the server has, without moving its bytes. Answers false when that file is not there, is another,
   * or the server knows no such thing: then it has to be uploaded.
   */
  copyArtifact(copy: ArtifactCopy, options?: ArtifactOptions): Promise<boolean>
  /** Deletes a file or a folder with all in it; nothing to delete is no error. */
  deleteArtifact(artifactUri: string, path: string, options?: ArtifactOptions): Promise<void>
}

const COPY = '/api/reprise/1/artifacts/copy'
/** No such file, or a server that has no such route or another kind of artifact store. */
const refusals: ReadonlySet<number> = new Set([400, 404, 405, 501])

/** Those of the server, and for artifacts in S3 those of `s3`, where there are keys for it. */
export function createArtifactMethods(transport: Transport, s3?: DirectMethods): ArtifactMethods {
  const served = createServedMethods(transport)
  const methodsFor = (artifactUri: string): DirectMethods => (s3 !== undefined && artifactUri.startsWith('s3://') ? s3 : served)
  return {
    ...served,
    // Errors of a place that is wrong reject, as all others do.
    listArtifacts: async (artifactUri, ...rest) => methodsFor(artifactUri).listArtifacts(artifactUri, ...rest),
    downloadArtifact: async (artifactUri, ...rest) => methodsFor(artifactUri).downloadArtifact(artifactUri, ...rest),
    uploadArtifact: async (artifactUri, ...rest) => methodsFor(artifactUri).uploadArtifact(artifactUri, ...rest),
    deleteArtifact: async (artifactUri, ...rest) => methodsFor(artifactUri).deleteArtifact(artifactUri, ...rest),
  }
}

function createServedMethods(transport: Transport): ArtifactMethods {
  return {
    listArtifacts: async (artifactUri, path = '', { signal } = {}) => {
      const answer = await transport.send({ method: 'GET', ...listEndpoint(artifactUri, path), signal, repeatable: true })
      throwIfError(errorOfAnswer(answer, `The list of ${path || artifactUri}`))
      return readEntries(parseAnswer(answer.body), path.replace(/\/+$/, ''))
    },
    downloadArtifact: async (artifactUri, path, { signal } = {}) => {
      const answer = await transport.open({ method: 'GET', path: endpointOf(artifactUri, path), signal, repeatable: true })
      throwIfError(await errorOfStream(answer, `The download of ${path}`))
      return answer.body
    },
    readArtifact: async (artifactUri, path, { start, end, signal }) => {
      const headers = { range: `bytes=${start}-${Math.max(start, end - 1)}` }
      const answer = await transport.open({ method: 'GET', path: endpointOf(artifactUri, path), headers, signal, repeatable: true })
      if (answer.status === 416) return { bytes: new Uint8Array(), size: sizeOf(answer) ?? 0 }
      throwIfError(await errorOfStream(answer, `Reading ${path}`))
      return readPart(answer, { start, end })
    },
    uploadArtifact: async (artifactUri, path, body, { signal, contentType = 'application/octet-stream' } = {}) => {
      const headers = { 'content-type': contentType }
      const answer = await transport.send({ method: 'PUT', path: endpointOf(artifactUri, path), body, headers, signal, repeatable: true })
      throwIfError(errorOfAnswer(answer, `The upload of ${path}`))
    },
    copyArtifact: async (copy, { signal } = {}) => {
      const headers = { 'content-type': 'application/json' }
      const answer = await transport.send({ method: 'POST', path: COPY, body: encodeJson(copy), headers, signal, repeatable: true })
      const error = errorOfAnswer(answer, `The copy of ${copy.path}`)
      if (error !== undefined && !refusals.has(answer.status)) throw error
      return error === undefined
    },
    deleteArtifact: async (artifactUri, path, { signal } = {}) => {
      const answer = await transport.send({ method: 'DELETE', path: endpointOf(artifactUri, path), signal, repeatable: true })
      throwIfError(errorOfAnswer(answer, `The deletion of ${path}`))
    },
  }
}

/** Servers that know no ranges send the whole file: then what was asked for is taken from it, and the rest is not waited for. */
async function readPart(answer: TransportStream, { start, end }: ArtifactRange): Promise<ArtifactPart> {
  if (answer.status === 206) {
    const bytes = await readWhole(answer.body)
    return { bytes: bytes.subarray(0, end - start), size: sizeOf(answer) ?? start + bytes.length }
  }
  const kept: Uint8Array[] = []
  let at = 0
  for await (const chunk of answer.body) {
    kept.push(chunk.subarray(Math.max(0, start - at), Math.max(0, end - at)))
    at += chunk.length
    if (at >= end) break
  }
  return {
    bytes: await readWhole(new Blob(kept as Uint8Array<ArrayBuffer>[]).stream()),
    size: Number(answer.headers.get('content-length') ?? at),
  }
}

/** Bytes of the whole file, as `Content-Range` has them. */
function sizeOf({ headers }: TransportStream): number | undefined {
  const size = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1]
  return size === undefined ? undefined : Number(size)
}

/** The server names entries relative to the folder that was listed. */
function readEntries(answer: unknown, folder: string): ArtifactEntry[] {
  const { files } = answer as { files?: { path: string; is_dir: boolean; file_size?: number | string }[] }
  return (files ?? []).map(({ path, is_dir: isFolder, file_size: size }) => ({
    path: joinPath(folder, path),
    isFolder,
    ...(isFolder || size === undefined ? {} : { size: Number(size) }),
  }))
}

async function errorOfStream({ status, headers, body }: TransportStream, asked: string): Promise<RepriseError | undefined> {
  return status >= 200 && status < 300 ? undefined : errorOfAnswer({ status, headers, body: await readWhole(body) }, asked)
}

function throwIfError(error: RepriseError | undefined): void {
  if (error !== undefined) throw error
}
