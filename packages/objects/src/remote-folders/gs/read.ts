import type { OpenRemoteFile, RemoteFile } from '../remote-folder.ts'
import { readOn } from '../resume.ts'
import { sendRequest } from '../send-request.ts'
import type { Gs } from './connect.ts'
import { isMissing, toGsError } from './errors.ts'

export async function statObject(gs: Gs, path: string): Promise<RemoteFile | undefined> {
  const what = `${path} can not be looked for`
  try {
    const answer = await ask(gs, `${objectUrl(gs, path)}?fields=size,etag,generation`)
    const { size, etag, generation } = (await answer.json()) as { size?: string; etag?: string; generation?: string }
    return { path, size: Number(size ?? 0), etag, version: generation }
  } catch (error) {
    return orNoObject(gs, { error, what })
  }
}

interface Failed {
  readonly error: unknown
  readonly what: string
}

async function orNoObject(gs: Gs, { error, what }: Failed): Promise<undefined> {
  if (!isMissing(error)) throw toGsError(error, { what, bucket: gs.bucket.name })
  await gs.assertBucket()
  return undefined
}

/**
 * A connection that breaks is taken up again at the same generation of the object, so that bytes of two are never mixed. The library's own streams
 * compare digests that are compared anyway, and warn of listeners with each file.
 */
export async function openObject(gs: Gs, path: string): Promise<OpenRemoteFile | undefined> {
  const what = `${path} can not be read`
  const url = `${objectUrl(gs, path)}?alt=media`
  try {
    const { headers, body } = await ask(gs, url)
    const size = Number(headers.get('x-goog-stored-content-length') ?? headers.get('content-length') ?? 0)
    const generation = headers.get('x-goog-generation')
    const same = generation === null ? url : `${url}&generation=${generation}`
    const openAt = async (position: number) => {
      try {
        return bytesOf((await ask(gs, same, { range: `bytes=${position}-` })).body)
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    }
    const explain = (error: unknown) => toGsError(error, { what, bucket: gs.bucket.name })
    return {
      path,
      size,
      etag: headers.get('etag')?.replaceAll('"', ''),
      read: () => readOn({ path, size, openAt, explain }, bytesOf(body)),
      close: () => void (body?.locked === false && body.cancel().catch(() => undefined)),
    }
  } catch (error) {
    return orNoObject(gs, { error, what })
  }
}

function objectUrl({ bucket, nameOf }: Gs, path: string): string {
  const { apiEndpoint } = bucket.storage
  return `${apiEndpoint.replace(/\/+$/, '')}/storage/v1/b/${encodeURIComponent(bucket.name)}/o/${encodeURIComponent(nameOf(path))}`
}

/** Rejects for every answer that is no success, with its status as the code. */
async function ask(gs: Gs, url: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const answer = await sendRequest({ method: 'GET', url, headers: { ...headers, ...(await gs.authorize(url)) } })
  if (answer.ok) return answer
  throw Object.assign(new Error(await answer.text().catch(() => answer.statusText)), { code: answer.status })
}

async function* bytesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body !== null) yield* body
}
