import { Readable } from 'node:stream'
import type { OpenRemoteFile, RemoteFile } from '../remote-folder.ts'
import type { Azure } from './connect.ts'
import { isMissingBlob, toAzureError } from './errors.ts'

/** How often a connection that breaks is taken up again. */
const MOST_BREAKS = 5

export async function statBlob({ container, nameOf }: Azure, path: string): Promise<RemoteFile | undefined> {
  try {
    const { contentLength: size = 0, etag } = await container.getBlobClient(nameOf(path)).getProperties()
    return { path, size, etag: unquote(etag) }
  } catch (error) {
    if (isMissingBlob(error)) return undefined
    throw toAzureError(error, `${path} can not be looked for`)
  }
}

/** The library goes on where a connection broke, on condition that the blob still has its etag. */
export async function openBlob({ container, nameOf }: Azure, path: string): Promise<OpenRemoteFile | undefined> {
  const what = `${path} can not be read`
  try {
    const answer = await container.getBlobClient(nameOf(path)).download(0, undefined, { maxRetryRequests: MOST_BREAKS })
    const { contentLength: size = 0, etag, readableStreamBody } = answer
    const body = readableStreamBody instanceof Readable ? readableStreamBody : Readable.from([])
    body.on('error', () => undefined)
    return { path, size, etag: unquote(etag), read: () => explained(body, what), close: () => void body.destroy() }
  } catch (error) {
    if (isMissingBlob(error)) return undefined
    throw toAzureError(error, what)
  }
}

async function* explained(body: AsyncIterable<Uint8Array>, what: string): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch (error) {
    throw toAzureError(error, what)
  }
}

export function unquote(etag: string | undefined): string | undefined {
  return etag?.replaceAll('"', '')
}
