import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordedPackage } from '@reprise/protocol'
import { redactUrl } from '../../secrets/index.ts'

/** Packages, and the file that tells of them. */
export interface NodePackages {
  readonly file: string
  readonly packages: readonly RecordedPackage[]
  /** Where they are; empty where only a lock file tells what should be there. */
  readonly installed: readonly InstalledPackage[]
}

export interface InstalledPackage {
  readonly name: string
  readonly version: string
  readonly folder: string
}

interface Package {
  readonly name: string
  readonly version: string
  readonly integrity?: string | undefined
  readonly resolved?: string | undefined
  /** Relative to the project. */
  readonly path?: string
}

const listOfNpm = 'node_modules/.package-lock.json'

/** Lists of what is installed come before lock files, which only say what should be. */
const readers: readonly (readonly [file: string, read: (text: string) => readonly Package[]])[] = [
  [listOfNpm, readNpm],
  ['node_modules/.pnpm/lock.yaml', readPnpm],
  ['package-lock.json', readNpm],
  ['npm-shrinkwrap.json', readNpm],
  ['pnpm-lock.yaml', readPnpm],
  ['yarn.lock', readYarn],
  ['bun.lock', readBun],
]

/** The packages of a project, by the first list that is there and can be read. */
export function readNodePackages(project: string): NodePackages | undefined {
  for (const [file, read] of readers) {
    try {
      const found = read(readFileSync(join(project, file), 'utf8'))
      const unique = new Map(found.map((one) => [`${one.name}@${one.version}`, toRecord(one)]))
      const places = found.flatMap(({ name, version, path }) =>
        path === undefined ? [] : [{ name, version, folder: join(project, path) }],
      )
      return {
        file,
        packages: [...unique].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one),
        installed: file === listOfNpm ? places : [],
      }
    } catch {
      // Not there, or not what its name says: the next list may be.
    }
  }
  return undefined
}

function toRecord({ name, version, integrity, resolved }: Package): RecordedPackage {
  const isUsual = resolved === undefined || /^https:\/\/registry\.(?:npmjs\.org|yarnpkg\.com)\//.test(resolved)
  return {
    ecosystem: 'node',
    name,
    version,
    edited: [],
    ...(integrity === undefined ? {} : { fingerprint: integrity }),
    ...(isUsual ? {} : { source: redactUrl(resolved) }),
  }
}

function readNpm(text: string): Package[] {
  const { packages = {} } = JSON.parse(text) as {
    packages?: Record<string, { version?: string; integrity?: string; resolved?: string; link?: boolean }>
  }
  return Object.entries(packages).flatMap(([path, { version, integrity, resolved, link }]) => {
    const at = path.lastIndexOf('node_modules/')
    if (at < 0 || version === undefined || link === true) return []
    return [{ name: path.slice(at + 'node_modules/'.length), version, integrity, resolved, path }]
  })
}

/** `  /@scope/name@1.2.3(peer)':` with its integrity in the next lines. */
function readPnpm(text: string): Package[] {
  const section = /\npackages:\n([\s\S]*?)(?=\n\S|$)/.exec(text)?.[1] ?? ''
  return Array.from(
    section.matchAll(/^ {2}'?\/?((?:@[^/\s]+\/)?[^@\s'(]+)@([^\s'(:]+)[^\n]*:\n(?: {4}resolution: \{[^\n]*?integrity: ([^,}\s]+))?/gm),
    ([, name = '', version = '', integrity]) => ({
      name,
      version,
      integrity,
    }),
  )
}

/** Either kind: `version "1.2.3"` and `version: 1.2.3` below a line of what was asked for. */
function readYarn(text: string): Package[] {
  return text.split(/\n\n+/).flatMap((block) => {
    const name = /^"?((?:@[^/\s"]+\/)?[^@\s"]+)@/m.exec(block.replace(/^#.*\n/gm, ''))?.[1]
    const version = /^ {2}version:? "?([^"\n]+)"?$/m.exec(block)?.[1]
    if (name === undefined || version === undefined || version.startsWith('0.0.0-use.local')) return []
    const integrity = /^ {2}(?:integrity|checksum):? "?([^"\n]+)"?$/m.exec(block)?.[1]
    return [{ name, version, integrity, resolved: /^ {2}resolved "([^"#]+)/m.exec(block)?.[1] }]
  })
}

/** JSON with trailing commas: `"name": ["name@1.2.3", "", {…}, "sha512-…"]`. */
function readBun(text: string): Package[] {
  return Array.from(
    text.matchAll(/^\s+"[^"]+": \["((?:@[^/"]+\/)?[^@"]+)@([^"]+)"(?:[^\n]*"(sha\d+-[^"]+)"\])?/gm),
    ([, name = '', version = '', integrity]) => ({
      name,
      version,
      integrity,
    }),
  )
}
