import { RepriseError } from '@reprise/protocol/errors'
import type { RemoteFile } from '../remote-folder.ts'
import type { Webdav } from './connect.ts'

const AT_ONCE = 8
const QUESTION =
  '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/><getetag/></prop></propfind>'

export interface Entry {
  readonly name: string
  readonly isFolder: boolean
  readonly size: number
  readonly etag: string | undefined
}

/** What is at a path (depth 0), or in the folder there (depth 1); nothing where nothing is. */
export async function readFolder(webdav: Webdav, { path, depth }: { path: string; depth: '0' | '1' }): Promise<Entry[]> {
  const url = webdav.urlOf(path)
  const headers = { depth, 'content-type': 'application/xml; charset=utf-8' }
  const answer = await webdav.ask(`${path === '' ? webdav.url : path} can not be looked for`, {
    method: 'PROPFIND',
    url,
    headers,
    body: new Blob([QUESTION]),
  })
  if (answer === undefined) return []
  const own = pathOf(url)
  const entries = parseEntries(await answer.text(), url)
  return depth === '0' ? entries.slice(0, 1) : entries.filter(({ at }) => at !== own)
}

export async function* listFiles(webdav: Webdav, prefix: string): AsyncGenerator<readonly RemoteFile[]> {
  const slash = prefix.lastIndexOf('/') + 1
  let waiting = [{ folder: prefix.slice(0, slash), begin: prefix.slice(slash) }]
  while (waiting.length > 0) {
    const now = waiting.slice(0, AT_ONCE)
    waiting = waiting.slice(AT_ONCE)
    const read = now.map(async ({ folder, begin }) => ({
      folder,
      begin,
      entries: await readFolder(webdav, { path: folder.replace(/\/$/, ''), depth: '1' }),
    }))
    for (const { folder, begin, entries } of await Promise.all(read)) {
      const found = entries.filter(({ name }) => name.startsWith(begin) && !name.startsWith('.'))
      for (const { name, isFolder } of found) if (isFolder) waiting.push({ folder: `${folder}${name}/`, begin: '' })
      const files = found.filter(({ isFolder }) => !isFolder)
      if (files.length > 0) yield files.map(({ name, size, etag }) => ({ path: folder + name, size, etag }))
    }
  }
}

interface Found extends Entry {
  readonly at: string
}

/** A `multistatus` of WebDAV, whatever its prefixes are. It holds no texts of users but for paths, which are encoded. */
function parseEntries(xml: string, url: string): Found[] {
  if (!/<(?:\w+:)?multistatus[\s>]/i.test(xml))
    throw new RepriseError('NOT_IMPLEMENTED', `What is at ${new URL(url).origin} does not answer as a WebDAV server does.`, {
      hint: 'Check the address; for plain HTTP write https://.',
    })
  return [...xml.matchAll(/<(?:\w+:)?response[\s>](.*?)<\/(?:\w+:)?response>/gis)].map(([, response = '']) => {
    const at = pathOf(new URL(textOf(response, 'href') ?? '', url).href)
    const name = decodeURIComponent(at.slice(at.lastIndexOf('/') + 1))
    const isFolder = /<(?:\w+:)?collection\s*\/?>/i.test(response)
    return {
      at,
      name,
      isFolder,
      size: Number(textOf(response, 'getcontentlength') ?? 0),
      etag: textOf(response, 'getetag'),
    }
  })
}

/** Encoded as we encode: servers differ in which signs they leave. */
function pathOf(url: string): string {
  const { pathname } = new URL(url)
  return pathname
    .replace(/\/+$/, '')
    .split('/')
    .map((part) => encodeURIComponent(decodeURIComponent(part)))
    .join('/')
}

function textOf(xml: string, name: string): string | undefined {
  const [, text] = new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)<`, 'i').exec(xml) ?? []
  return text
    ?.trim()
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&apos;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
