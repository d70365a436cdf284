import { RepriseError } from '@reprise/protocol'
import type { ArtifactEntry, ArtifactMethods } from '../artifact-methods.ts'
import { assertInside, joinPath } from '../artifact-uri.ts'
import { readListing, textOf } from './listing.ts'
import { readPieces } from './pieces.ts'
import { openS3Bucket, type S3Access, type S3Bucket, type S3Transfer } from './s3-bucket.ts'

/** What is larger is uploaded in parts of this many bytes, one at a time. 10,000 of them are the most that S3 takes: 160 GB. */
const PIECE_BYTES = 16 * 1024 * 1024

export type DirectMethods = Pick<ArtifactMethods, 'listArtifacts' | 'downloadArtifact' | 'uploadArtifact' | 'deleteArtifact'>

/** Artifacts in S3 itself: runs whose `artifact_uri` begins with `s3://`. */
export function createS3Artifacts(access: S3Access, transfer: S3Transfer): DirectMethods {
  const locate = (artifactUri: string, path: string): { bucket: S3Bucket; root: string; key: string } => {
    const [, name = '', root = ''] = /^s3:\/\/([^/]+)\/*(.*?)\/*$/.exec(artifactUri) ?? []
    if (name === '') throw new RepriseError('INVALID_PARAMETER_VALUE', `'${artifactUri}' names no bucket.`)
    return { bucket: openS3Bucket(name, access, transfer), root, key: joinPath(root, assertInside(path)) }
  }
  return {
    listArtifacts: async (artifactUri, path = '', { signal } = {}) => {
      const { bucket, root, key } = locate(artifactUri, path)
      const entries: ArtifactEntry[] = []
      const prefix = key === '' ? '' : `${key}/`
      const toPath = (found: string): string => (root === '' ? found : found.slice(root.length + 1)).replace(/\/$/, '')
      for await (const page of listPages(bucket, { prefix, delimiter: '/' }, signal)) {
        entries.push(...page.prefixes.map((found) => ({ path: toPath(found), isFolder: true })))
        // An object of the folder's own name is how some tools write an empty folder.
        const files = page.objects.filter((object) => object.key !== prefix)
        entries.push(...files.map((object) => ({ path: toPath(object.key), isFolder: false, size: object.size })))
      }
      return entries
    },
    downloadArtifact: async (artifactUri, path, { signal } = {}) => {
      const { bucket, key } = locate(artifactUri, path)
      return bucket.open({ method: 'GET', key, signal, asked: `The download of ${path}` })
    },
    uploadArtifact: async (artifactUri, path, content, { signal } = {}) => {
      const { bucket, key } = locate(artifactUri, path)
      const pieces = readPieces(content, PIECE_BYTES)
      const first = (await pieces.next()).value ?? new Uint8Array()
      const asked = `The upload of ${path}`
      if (first.length < PIECE_BYTES) await bucket.send({ method: 'PUT', key, body: first, signal, asked })
      else await uploadInParts({ bucket, key, signal, asked }, first, pieces)
    },
    deleteArtifact: async (artifactUri, path, { signal } = {}) => {
      const { bucket, key } = locate(artifactUri, path)
      const asked = `The deletion of ${path}`
      if (key !== '') await bucket.send({ method: 'DELETE', key, signal, asked })
      for await (const page of listPages(bucket, { prefix: key === '' ? '' : `${key}/` }, signal)) {
        for (const object of page.objects) await bucket.send({ method: 'DELETE', key: object.key, signal, asked })
      }
    },
  }
}

async function* listPages(bucket: S3Bucket, query: Readonly<Record<string, string>>, signal: AbortSignal | undefined) {
  let token: string | undefined
  do {
    const page = { 'list-type': '2', 'encoding-type': 'url', ...query, ...(token === undefined ? {} : { 'continuation-token': token }) }
    const { text } = await bucket.send({ method: 'GET', key: '', query: page, signal, asked: `The list of ${query['prefix'] ?? ''}` })
    const listing = readListing(text)
    yield listing
    token = listing.next
  } while (token !== undefined)
}

interface Upload {
  readonly bucket: S3Bucket
  readonly key: string
  readonly signal: AbortSignal | undefined
  readonly asked: string
}

/** The file is there when the last request is answered, and not before. An upload that fails is given up, so that its parts cost nothing. */
async function uploadInParts(upload: Upload, first: Uint8Array<ArrayBuffer>, rest: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<void> {
  const { bucket, ...request } = upload
  const { text } = await bucket.send({ ...request, method: 'POST', query: { uploads: '' } })
  const uploadId = textOf(text, 'UploadId')
  try {
    const tags = [await uploadPart(upload, { uploadId, number: 1, body: first })]
    for await (const body of rest) tags.push(await uploadPart(upload, { uploadId, number: tags.length + 1, body }))
    const parts = tags.map((tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${tag}</ETag></Part>`)
    const body = new TextEncoder().encode(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`)
    await bucket.send({ ...request, method: 'POST', query: { uploadId }, body })
  } catch (error) {
    await bucket.send({ ...request, signal: undefined, method: 'DELETE', query: { uploadId } }).catch(() => undefined)
    throw error
  }
}

async function uploadPart(
  { bucket, ...request }: Upload,
  { uploadId, number, body }: { readonly uploadId: string; readonly number: number; readonly body: Uint8Array<ArrayBuffer> },
): Promise<string> {
  const { headers } = await bucket.send({ ...request, method: 'PUT', query: { partNumber: String(number), uploadId }, body })
  return headers.get('etag') ?? ''
}
