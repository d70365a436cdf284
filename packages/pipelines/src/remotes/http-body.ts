import { createReadStream, openAsBlob, readFileSync } from 'node:fs'
import { toFileError } from '../paths/index.ts'

/** A file that is the body of a request. */
export interface FileBody {
  readonly file: string
  readonly size: number
}

/** Bytes up to which a file is read at once: handing it to another thread takes several times as long. */
const SMALL = 128 * 1024
const PIECE = 256 * 1024

/** The body of a request of our own. Throws for a file that can not be read. */
export function toHttpBody(body: FileBody | undefined) {
  if (body === undefined) return undefined
  const { file, size } = body
  try {
    if (size <= SMALL) return readFileSync(file)
  } catch (error) {
    throw toFileError(error, file)
  }
  return { size, read: () => createReadStream(file, { highWaterMark: PIECE }) }
}

interface Asking {
  readonly headers: Readonly<Record<string, string>>
  /** Milliseconds until the head of the answer has to come: a file takes as long as it takes. */
  readonly timeout: number
}

/** The same request by `fetch`. */
export async function askFetch(
  { method, url, body }: { readonly method: string; readonly url: string; readonly body?: FileBody },
  { headers, timeout }: Asking,
): Promise<Response> {
  const waiting = new AbortController()
  const limit = body === undefined ? timeout : timeout * 60
  const timer = setTimeout(() => waiting.abort(new Error(`there was no answer in ${limit} ms`)), limit)
  try {
    return await fetch(url, { method, headers, signal: waiting.signal, ...(body === undefined ? {} : { body: await toBlob(body) }) })
  } finally {
    clearTimeout(timer)
  }
}

async function toBlob({ file }: FileBody): Promise<Blob> {
  return openAsBlob(file).catch((error: unknown) => {
    throw toFileError(error, file)
  })
}
