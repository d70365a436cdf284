import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { parseRecordFile, type RecordLine } from './read-record.ts'

/** A package as it is installed. */
export interface Distribution {
  readonly name: string
  readonly version: string
  /** Its folder of metadata. */
  readonly folder: string
  /** What RECORD's paths are relative to. */
  readonly site: string
  readonly record: readonly RecordLine[]
  readonly directUrl?: DirectUrl
  /** conda, pip, uv, … */
  readonly installer?: string
  /** Where it is installed from if its files are used in place. */
  readonly editable?: string
}

/** direct_url.json, as the standard on the direct URL origin of packages has it. */
export interface DirectUrl {
  readonly url: string
  readonly subdirectory?: string
  readonly vcs_info?: { readonly vcs?: string; readonly commit_id?: string }
  readonly archive_info?: { readonly hash?: string; readonly hashes?: Readonly<Record<string, string>> }
  readonly dir_info?: { readonly editable?: boolean }
}

const AT_ONCE = 40

/** Every package in the folders in which an interpreter looks for modules. Of several by one name the first is what it loads. */
export async function readDistributions(folders: readonly string[], signal: AbortSignal): Promise<Distribution[]> {
  const found = new Map<string, Distribution>()
  let read = 0
  for (const site of folders) {
    for (const entry of list(site)) {
      if (++read % AT_ONCE === 0) await setImmediate()
      signal.throwIfAborted()
      const distribution = readDistribution(site, entry)
      const key = distribution === undefined ? '' : normalizeName(distribution.name)
      if (distribution !== undefined && !found.has(key)) found.set(key, distribution)
    }
  }
  return [...found.values()].toSorted((a, b) => (normalizeName(a.name) < normalizeName(b.name) ? -1 : 1))
}

/** One spelling for all: `Foo.Bar_baz` and `foo-bar-baz` are the same package. */
function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

function list(site: string): string[] {
  try {
    return readdirSync(site).filter((name) => /\.(?:dist-info|egg-info|egg-link)$/.test(name))
  } catch {
    return []
  }
}

function readDistribution(site: string, entry: string): Distribution | undefined {
  if (entry.endsWith('.egg-link')) return readEggLink(site, entry)
  const folder = join(site, entry)
  const metadata = read(join(folder, 'METADATA')) ?? read(join(folder, 'PKG-INFO')) ?? read(folder)
  const about = metadata === undefined ? undefined : readHeader(metadata)
  if (about === undefined) return undefined
  const direct = readJson(join(folder, 'direct_url.json'))
  const installer = read(join(folder, 'INSTALLER'))?.trim()
  const place = direct?.dir_info?.editable === true ? toPath(direct.url) : undefined
  return {
    ...about,
    folder,
    site,
    record: parseRecordFile(read(join(folder, 'RECORD')) ?? ''),
    ...(direct === undefined ? {} : { directUrl: direct }),
    ...(installer === undefined || installer === '' ? {} : { installer }),
    ...(place === undefined ? {} : { editable: place }),
  }
}

/** The older kind of package whose files are used in place. */
function readEggLink(site: string, entry: string): Distribution | undefined {
  const place = read(join(site, entry))?.split('\n')[0]?.trim()
  if (place === undefined || place === '') return undefined
  const name = basename(entry, '.egg-link')
  const folder = [`${name.replaceAll('-', '_')}.egg-info`, `${name}.egg-info`]
    .map((info) => join(place, info))
    .find((path) => existsSync(path))
  const about = folder === undefined ? undefined : readHeader(read(join(folder, 'PKG-INFO')) ?? '')
  return about === undefined || folder === undefined ? undefined : { ...about, folder, site, record: [], editable: place }
}

function readHeader(metadata: string): { name: string; version: string } | undefined {
  const header = metadata.split(/\r?\n\r?\n/, 1)[0] ?? ''
  const name = /^Name:\s*(.+)$/im.exec(header)?.[1]?.trim()
  const version = /^Version:\s*(.+)$/im.exec(header)?.[1]?.trim()
  return name === undefined || version === undefined ? undefined : { name, version }
}

function readJson(file: string): DirectUrl | undefined {
  const text = read(file)
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string' ? (value as DirectUrl) : undefined
  } catch {
    return undefined
  }
}

function toPath(url: string): string | undefined {
  try {
    const { protocol, pathname } = new URL(url)
    return protocol === 'file:' ? decodeURIComponent(pathname) : undefined
  } catch {
    return undefined
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
