import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

/** Where DVC keeps content: folders of this machine, addresses of servers, and what is neither. */
export interface DvcStores {
  readonly folders: readonly string[]
  readonly servers: readonly URL[]
  /** `s3://bucket/path`: nobody here speaks to it. */
  readonly others: readonly string[]
}

/**
 * The cache of the original's repository, and the cache and remotes that its settings name. `root` is the restored code, `original` is where
 * it was: relative paths in the settings start there. Where a repository says things twice, both count.
 */
export async function listDvcStores(root: string, original: string): Promise<DvcStores> {
  const files = [root, original].flatMap((place) => ['config', 'config.local'].map((name) => join(place, '.dvc', name)))
  const texts = await Promise.all([...new Set(files)].map((file) => readFile(file, 'utf8').catch(() => '')))
  const base = join(original, '.dvc')
  const folders = new Set([join(base, 'cache')])
  const servers = new Map<string, URL>()
  const others = new Set<string>()
  for (const { section, key, value } of texts.flatMap(readSettings)) {
    const isCache = section === 'cache' && key === 'dir'
    const isRemote = section.startsWith('remote ') && key === 'url'
    if (!isCache && !isRemote) continue
    const url = /^[a-z][\w+.-]+:\/\//i.test(value) ? URL.parse(value) : null
    if (url === null) folders.add(resolve(base, value))
    else if (url.protocol === 'http:' || url.protocol === 'https:') servers.set(url.href, url)
    else if (url.protocol === 'file:') folders.add(decodeURIComponent(url.pathname))
    else others.add(value)
  }
  return { folders: [...folders], servers: [...servers.values()], others: [...others] }
}

interface Setting {
  readonly section: string
  readonly key: string
  readonly value: string
}

/** `['remote "name"']` and `[cache]`, with `key = value` below. */
function readSettings(text: string): Setting[] {
  let section = ''
  return text.split(/\r?\n/).flatMap((line) => {
    const head = /^\s*\[['"]?(.+?)['"]?\]\s*$/.exec(line)?.[1]
    if (head !== undefined) section = head
    const [, key, value] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    return head === undefined && key !== undefined && value !== undefined && value !== '' ? [{ section, key, value }] : []
  })
}
