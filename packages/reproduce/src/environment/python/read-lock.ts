/** A package as a lock file names it. */
export interface LockedPackage {
  readonly name: string
  readonly version: string
  /** `sha256:…` of every file that it may be installed from. */
  readonly hashes: readonly string[]
}

const readers: Readonly<Record<string, (text: string) => LockedPackage[]>> = {
  requirements: readRequirements,
  uv: readTables,
  pylock: readTables,
  pdm: readTables,
  poetry: readPoetry,
  pipenv: readPipfile,
}

/** Kinds of lock files of Python that name hashes. */
export const lockKinds: readonly string[] = Object.keys(readers)

/** The packages of a lock file that have a version and hashes; none for a file that is not what its kind says. */
export function readLock(kind: string, text: string): LockedPackage[] {
  try {
    return readers[kind]?.(text).filter(({ hashes }) => hashes.length > 0) ?? []
  } catch {
    return []
  }
}

/** `name==1.0 ; marker --hash=sha256:…`, over several lines. */
function readRequirements(text: string): LockedPackage[] {
  return text
    .replaceAll(/\\\r?\n/g, ' ')
    .split('\n')
    .flatMap((line) => {
      const [, name, version] = /^([A-Za-z\d][\w.-]*)(?:\[[^\]]*\])?\s*===?\s*([^\s;,]+)/.exec(line) ?? []
      return name === undefined || version === undefined ? [] : [{ name, version, hashes: findHashes(line) }]
    })
}

/**
 * uv.lock, pylock.toml, pdm.lock and poetry.lock are TOML that programs write, one table for each package and everything of it up to the next: its
 * name and version on lines of their own, and digests wherever files are named.
 */
function readTables(text: string): LockedPackage[] {
  return text
    .split(/^\[\[packages?\]\][ \t]*\r?$/m)
    .slice(1)
    .flatMap((table) => {
      const name = /^name = "([^"]+)"/m.exec(table)?.[1]
      const version = /^version = "([^"]+)"/m.exec(table)?.[1]
      return name === undefined || version === undefined ? [] : [{ name, version, hashes: findHashes(table) }]
    })
}

/** Before version 2 of the format, all files stood at the end: `name = [ {file = …, hash = …}, … ]`. */
function readPoetry(text: string): LockedPackage[] {
  const [, files = ''] = text.split(/^\[metadata\.files\][ \t]*\r?$/m)
  const later = new Map(
    Array.from(files.matchAll(/^"?([\w.-]+)"? = \[([^\]]*)\]/gm), ([, name = '', list = '']) => [name, findHashes(list)] as const),
  )
  const packages = readTables(text.split(/^\[metadata\][ \t]*\r?$/m)[0] ?? '')
  return packages.map((each) => (each.hashes.length > 0 ? each : { ...each, hashes: later.get(each.name) ?? [] }))
}

function readPipfile(text: string): LockedPackage[] {
  const { default: main = {}, develop = {} } = JSON.parse(text) as Record<string, Record<string, { version?: string; hashes?: string[] }>>
  return Object.entries({ ...develop, ...main }).flatMap(([name, { version, hashes = [] }]) =>
    version?.startsWith('==') === true ? [{ name, version: version.slice(2), hashes }] : [],
  )
}

/** `sha256:…` and `sha256 = "…"`. */
function findHashes(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(/\bsha256(?::|"? ?= ?")([\da-f]{64})\b/g), ([, digest = '']) => `sha256:${digest}`))]
}
