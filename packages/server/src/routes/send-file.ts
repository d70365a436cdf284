import type { ArtifactStore, ByteRange, StoredFile } from '@reprise/objects'
import { RepriseError } from '@reprise/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { contentTypeOf } from './content-type-of.ts'

const rangePattern = /^bytes=(\d*)-(\d*)$/

interface FileSource {
  /** For the name, the type and the message. */
  readonly path: string
  readonly open: () => Promise<StoredFile | undefined>
  /** Whether a folder has that path; asked only when no file has. */
  readonly isFolder: () => Promise<boolean>
}

/** Whether there are artifacts below a path. */
export async function hasFolder(artifacts: ArtifactStore, path: string): Promise<boolean> {
  return (await artifacts.list(path)).length > 0
}

/** Streams a file, or the byte range that was asked for. Always as an attachment: nothing a run stored runs in our origin. */
export async function sendFile(request: FastifyRequest, reply: FastifyReply, source: FileSource): Promise<void> {
  const file = await source.open()
  if (file === undefined) throw await notAFile(source)
  const range = parseRange(request.headers.range, file.size)
  reply.hijack()
  const response = reply.raw
  response.writeHead(range === undefined ? 200 : 206, {
    'content-type': contentTypeOf(source.path),
    'content-length': range === undefined ? file.size : range.end - range.start + 1,
    'content-disposition': disposition(source.path),
    'x-content-type-options': 'nosniff',
    'accept-ranges': 'bytes',
    'last-modified': new Date(file.modified).toUTCString(),
    ...(range === undefined ? {} : { 'content-range': `bytes ${range.start}-${range.end}/${file.size}` }),
  })
  await file.sendTo(response, range).catch((error: unknown) => {
    // A reader that hangs up after the last byte has all it wanted.
    if (!response.writableEnded) request.log.warn({ err: error, path: source.path }, 'artifact download broken off')
    response.destroy()
  })
}

/** The words are MLflow's. */
async function notAFile({ path, isFolder }: FileSource): Promise<RepriseError> {
  if (!(await isFolder())) return new RepriseError('RESOURCE_DOES_NOT_EXIST', `No such artifact: '${path}'`)
  return new RepriseError('INVALID_PARAMETER_VALUE', `Artifact path refers to a directory, not a file: '${path}'`, {
    hint: 'List it, and get the files in it.',
  })
}

/** One range, as HTTP writes it; several ranges and other units get the whole file. */
function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = header === undefined ? null : rangePattern.exec(header)
  if (match === null || (match[1] === '' && match[2] === '')) return undefined
  const last = size - 1
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1])
  const end = match[1] === '' || match[2] === '' ? last : Math.min(Number(match[2]), last)
  return start <= end ? { start, end } : undefined
}

/** The file's name, in ASCII for old clients and exactly for all others (RFC 5987). */
function disposition(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const exact = encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${ascii}"; filename*=UTF-8''${exact}`
}
