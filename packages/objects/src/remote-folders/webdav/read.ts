import type { OpenRemoteFile, RemoteFile } from '../remote-folder.ts'
import { readOn } from '../resume.ts'
import type { Webdav } from './connect.ts'
import { toWebdavError } from './errors.ts'
import { readFolder } from './list.ts'

export async function statFile(webdav: Webdav, path: string): Promise<RemoteFile | undefined> {
  const [found] = await readFolder(webdav, { path, depth: '0' })
  return found === undefined || found.isFolder ? undefined : { path, size: found.size, etag: found.etag }
}

export async function openFile(webdav: Webdav, path: string): Promise<OpenRemoteFile | undefined> {
  const what = `${path} can not be read`
  // Servers show folders as pages.
  const file = await statFile(webdav, path)
  if (file === undefined) return undefined
  const { size, etag } = file
  const url = webdav.urlOf(path)
  const ask = (position: number): Promise<Response | undefined> => {
    const condition = etag === undefined || etag.startsWith('W/') ? {} : { 'if-match': etag.startsWith('"') ? etag : `"${etag}"` }
    return webdav.ask(
      what,
      { method: 'GET', url, headers: position === 0 ? {} : { ...condition, range: `bytes=${position}-` } },
      [412, 416],
    )
  }
  const openAt = async (position: number): Promise<AsyncIterable<Uint8Array> | undefined> => {
    const answer = await ask(position)
    if (answer === undefined || !answer.ok) return undefined
    return position > 0 && answer.status !== 206 ? skip(bytesOf(answer.body), position) : bytesOf(answer.body)
  }
  return {
    ...file,
    read: () => readOn({ path, size, openAt, explain: (error) => toWebdavError(error, what) }),
    close: () => undefined,
  }
}

/** Some servers know no ranges, and send all of it again. */
async function* skip(body: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let position = 0
  for await (const chunk of body) {
    const rest = chunk.subarray(Math.min(chunk.length, Math.max(0, count - position)))
    position += chunk.length
    if (rest.length > 0) yield rest
  }
}

async function* bytesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body !== null) yield* body
}
