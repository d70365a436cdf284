import { randomUUID } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { posix } from 'node:path'
import { assertMd5OfFile } from '../assert-md5.ts'
import { toLocalError } from '../local-error.ts'
import type { FileToSend } from '../remote-folder.ts'
import type { Webdav } from './connect.ts'
import { toWebdavError } from './errors.ts'

/** Folders that are known to be there, so that they are made once. */
export type KnownFolders = Map<string, Promise<void>>

/** Sends a file under another name beside its own, and renames it when it is whole: not every server keeps what breaks off from being seen. */
export async function writeFile(
  webdav: Webdav,
  path: string,
  { source: { file, md5 }, folders }: { source: FileToSend; folders: KnownFolders },
): Promise<void> {
  const what = `${path} can not be written`
  await assertMd5OfFile({ md5, file })
  const body = await openFile(file)
  const folder = posix.dirname(path)
  await makeFolder(webdav, folder === '.' ? '' : folder, folders)
  const temporary = posix.join(folder, `.${randomUUID()}.unfinished`)
  try {
    await must(webdav, what, { method: 'PUT', url: webdav.urlOf(temporary), body, headers: { 'content-type': 'application/octet-stream' } })
    const headers = { destination: webdav.urlOf(path), overwrite: 'T' }
    await must(webdav, what, { method: 'MOVE', url: webdav.urlOf(temporary), headers })
  } catch (error) {
    await webdav.ask(what, { method: 'DELETE', url: webdav.urlOf(temporary) }).catch(() => undefined)
    throw error
  }
}

/** What can not be opened is thrown by it at once. */
async function openFile(file: string): Promise<Blob> {
  try {
    return await openAsBlob(file)
  } catch (error) {
    throw toLocalError(error, file)
  }
}

async function must(webdav: Webdav, what: string, request: Parameters<Webdav['ask']>[1]): Promise<void> {
  const answer = await webdav.ask(what, request)
  if (answer === undefined) throw toWebdavError(new Response(null, { status: 409 }), what)
  await answer.arrayBuffer()
}

function makeFolder(webdav: Webdav, path: string, folders: KnownFolders): Promise<void> {
  const known = folders.get(path)
  if (known !== undefined) return known
  const made = make(webdav, path, folders)
  folders.set(path, made)
  made.catch(() => folders.delete(path))
  return made
}

async function make(webdav: Webdav, path: string, folders: KnownFolders): Promise<void> {
  const what = `The folder ${path === '' ? webdav.url : path} can not be made`
  const url = webdav.urlOf(path)
  const ask = (): Promise<Response | undefined> =>
    webdav.ask(what, { method: 'MKCOL', url: path === '' ? url.replace(/\/$/, '') : url }, [405, 409])
  const answer = await ask()
  await answer?.body?.cancel()
  // 405 is what is said of one that is there, 409 of one that has nothing to be in.
  if (answer?.ok === true || answer?.status === 405) return
  if (path === '') return makeRoot(webdav, what)
  const parent = posix.dirname(path)
  await makeFolder(webdav, parent === '.' ? '' : parent, folders)
  const again = await ask()
  await again?.body?.cancel()
  if (again?.ok !== true && again?.status !== 405) throw toWebdavError(again ?? new Response(null, { status: 409 }), what)
}

/** The folder of the remote itself, with all that it is in, from the top. */
async function makeRoot(webdav: Webdav, what: string): Promise<void> {
  const { origin, pathname } = new URL(webdav.urlOf(''))
  const parts = pathname.split('/').filter(Boolean)
  for (let count = 1; count <= parts.length; count++) {
    const answer = await webdav.ask(what, { method: 'MKCOL', url: `${origin}/${parts.slice(0, count).join('/')}` }, [403, 405, 409])
    await answer?.body?.cancel()
    if (count === parts.length && answer?.ok !== true && answer?.status !== 405)
      throw toWebdavError(answer ?? new Response(null, { status: 409 }), what)
  }
}
