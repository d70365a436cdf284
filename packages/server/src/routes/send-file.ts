import type { ArtifactStore, ByteRange, StoredFile } from '@reprise/objects'
import { RepriseError } from '@reprise/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { contentTypeOf } from './content-type-of.ts'

/** Files may be written anew: who keeps one asks, by its ETag, whether it still is the same. Parts of a file that grows are not kept: browsers mix them up. */
const FRESH = 'private, no-cache'
const rangePattern = /^bytes=(\d*)-(\d*)$/

interface FileSource {
  /** For the name, the type and the message. */
  readonly path: string
  readonly open: () => Promise<StoredFile | undefined>
  /** Whether a folder has that path; asked only when no file has. */
  readonly isFolder: () => Promise<boolean>
  /** A type of which a browser shows a file by itself, and which can hold nothing that runs in our origin. */
  readonly shownAs?: 'application/pdf'
}

/** Whether there are artifacts below a path. */
export async function hasFolder(artifacts: ArtifactStore, path: string): Promise<boolean> {
  return (await artifacts.list(path)).length > 0
}

/**
 * Streams a file, or the byte range that was asked for; its headers alone for HEAD, and nothing where the reader has it already. As an
 * attachment, unless it is to be shown: nothing a run stored runs in our origin.
 */
export async function sendFile(request: FastifyRequest, reply: FastifyReply, source: FileSource): Promise<void> {
  const file = await source.open()
  if (file === undefined) throw await notAFile(source)
  reply.hijack()
  const response = reply.raw
  const { status, range, headers } = answerOf(request, file)
  const isBare = request.method === 'HEAD' || status === 304 || status === 416
  response.writeHead(status, {
    'content-type': source.shownAs ?? contentTypeOf(source.path),
    'content-disposition': disposition(source.path, source.shownAs === undefined ? 'attachment' : 'inline'),
    'x-content-type-options': 'nosniff',
    'accept-ranges': 'bytes',
    'last-modified': new Date(file.modified).toUTCString(),
    ...headers,
  })
  if (isBare) {
    response.end()
    await file.close()
    return
  }
  await file.sendTo(response, range).catch((error: unknown) => {
    // A reader that hangs up after the last byte has all it wanted.
    if (!response.writableEnded) request.log.warn({ err: error, path: source.path }, 'artifact download broken off')
    response.destroy()
  })
}

interface Answer {
  readonly status: 200 | 206 | 304 | 416
  readonly range?: ByteRange
  readonly headers: Readonly<Record<string, string | number>>
}

/** What RFC 9110 has a server say to the conditions and the range of a request. */
function answerOf({ headers: asked }: FastifyRequest, { size, modified }: StoredFile): Answer {
  const etag = `"${size.toString(36)}-${Math.round(modified).toString(36)}"`
  if (asked['if-none-match']?.split(',').some((one) => [etag, `W/${etag}`, '*'].includes(one.trim())) === true) {
    return { status: 304, headers: { etag } }
  }
  // A range of what the reader knows is of no use to him when the file is another by now.
  const isSame = asked['if-range'] === undefined || asked['if-range'] === etag
  const range = isSame ? parseRange(asked.range, size) : undefined
  if (range === undefined) return { status: 200, headers: { etag, 'content-length': size, 'cache-control': FRESH } }
  if (range.start >= size) return { status: 416, headers: { etag, 'content-length': 0, 'content-range': `bytes */${size}` } }
  const { start, end } = range
  return {
    status: 206,
    range,
    headers: { etag, 'content-length': end - start + 1, 'content-range': `bytes ${start}-${end}/${size}`, 'cache-control': 'no-store' },
  }
}

/** The words are MLflow's. */
async function notAFile({ path, isFolder }: FileSource): Promise<RepriseError> {
  if (!(await isFolder())) return new RepriseError('RESOURCE_DOES_NOT_EXIST', `No such artifact: '${path}'`)
  return new RepriseError('INVALID_PARAMETER_VALUE', `Artifact path refers to a directory, not a file: '${path}'`, {
    hint: 'List it, and get the files in it.',
  })
}

/** One range, as HTTP writes it, which may begin behind the end; several ranges, other units, what makes no sense and what is asked of an empty file get the whole. */
function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = header === undefined ? null : rangePattern.exec(header)
  if (match === null || size === 0 || (match[1] === '' && match[2] === '')) return undefined
  const last = size - 1
  if (match[1] === '') return { start: match[2] === '0' ? size : Math.max(0, size - Number(match[2])), end: last }
  const start = Number(match[1])
  if (match[2] !== '' && Number(match[2]) < start) return undefined
  return { start, end: match[2] === '' ? last : Math.min(Number(match[2]), last) }
}

/** The file's name, in ASCII for old clients and exactly for all others (RFC 5987). */
export function disposition(path: string, way: 'attachment' | 'inline' = 'attachment'): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const exact = encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return `${way}; filename="${ascii}"; filename*=UTF-8''${exact}`
}
