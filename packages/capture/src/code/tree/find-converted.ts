import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Repository } from '../git/find-repository.ts'
import { runGit, splitNul } from '../git/run-git.ts'
import type { IndexEntry, WorkTree } from './list-entries.ts'
import { type RawPath, toFile } from './paths.ts'

/** Files whose object in the index may have other bytes than the work tree. */
export interface Converted {
  /** To be read again. Sizes of objects are still being asked for when the rest is known. */
  readonly entries: Promise<readonly IndexEntry[]>
  /** Those of them that a program (`filter=lfs`) converts: they may be very large. */
  readonly filtered: readonly IndexEntry[]
}

const attributeNames = ['text', 'eol', 'crlf', 'filter', 'ident', 'working-tree-encoding']

/**
 * Finds files that git converts on their way into the repository: line ends, filters such as LFS, keywords, encodings. Asks git for
 * attributes only, which runs no filter, and not even that where the files of attributes speak of line ends alone.
 */
export async function findConverted(repository: Repository, { entries, others }: Pick<WorkTree, 'entries' | 'others'>): Promise<Converted> {
  const files = entries.filter(({ mode }) => mode.startsWith('100'))
  const convertsAll = ['true', 'input'].includes((repository.config.get('core.autocrlf') ?? '').toLowerCase())
  const attributes = readAttributeFiles(repository, [...entries.map(({ path }) => path), ...others])
  if (attributes === '' && !convertsAll) return { entries: Promise.resolve([]), filtered: [] }
  if (!beyondLines.test(attributes)) return { entries: otherThanObject(repository, files), filtered: [] }
  const { whole, lines } = await readAttributes(repository, files, convertsAll)
  const all = otherThanObject(repository, lines).then((resized) => [...whole.keys(), ...resized])
  return { entries: all, filtered: [...whole].flatMap(([entry, isFiltered]) => (isFiltered ? [entry] : [])) }
}

const beyondLines = /filter|ident|working-tree-encoding|\[attr\]/

/** The text of everything that may give attributes to files here. */
function readAttributeFiles({ commonFolder, config, place, root }: Repository, paths: readonly RawPath[]): string {
  const own = paths.filter((path) => path.endsWith('.gitattributes')).map((path) => toFile(root, path))
  const home = place.env['HOME'] ?? ''
  const named = config.get('core.attributesfile')?.replace(/^~(?=\/)/, home)
  const common = named ?? join(place.env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'git', 'attributes')
  const files = [...own, join(root, '.gitattributes'), common, '/etc/gitattributes', join(commonFolder, 'info', 'attributes')]
  return files.map(readIfThere).join('\n').trim()
}

/** Microseconds, mostly to learn that there is none. */
function readIfThere(file: Buffer | string): string {
  try {
    return existsSync(file) ? readFileSync(file, 'latin1') : ''
  } catch {
    return ''
  }
}

interface Attributed {
  /** Converted in ways that need not change the size, and whether by a program. */
  readonly whole: ReadonlyMap<IndexEntry, boolean>
  /** Only their line ends may be converted, which changes the size. */
  readonly lines: readonly IndexEntry[]
}

async function readAttributes(repository: Repository, files: readonly IndexEntry[], convertsAll: boolean): Promise<Attributed> {
  const stdin = Buffer.from(files.map(({ path }) => `${path}\0`).join(''), 'latin1')
  const { stdout } = await runGit(repository.place, ['check-attr', '-z', '--stdin', ...attributeNames], { stdin })
  const answers = splitNul(stdout)
  const whole = new Map<IndexEntry, boolean>()
  const lines: IndexEntry[] = []
  for (const [index, entry] of files.entries()) {
    const values = attributeNames.map((_, place) => answers[(index * attributeNames.length + place) * 3 + 2] ?? 'unspecified')
    const [text, eol, crlf, filter, ident, encoding] = values.map((value) =>
      value === 'unspecified' || value === 'unset' ? undefined : value,
    )
    if (filter !== undefined || ident !== undefined || encoding !== undefined) whole.set(entry, filter !== undefined)
    else if (text !== undefined || eol !== undefined || crlf !== undefined || (convertsAll && values[0] !== 'unset')) lines.push(entry)
  }
  return { whole, lines }
}

/** Those whose size is another one than that of their object. */
async function otherThanObject(repository: Repository, files: readonly IndexEntry[]): Promise<IndexEntry[]> {
  if (files.length === 0) return []
  const stdin = Buffer.from(files.map(({ object }) => `${object}\n`).join(''))
  const { stdout } = await runGit(repository.place, ['cat-file', '--batch-check=%(objectsize)'], { stdin })
  const sizes = stdout.toString().split('\n')
  return files.filter(({ path }, index) => sizeOf(repository.root, path) !== Number(sizes[index]))
}

/** Bytes; nothing where the file is gone. */
function sizeOf(root: string, path: RawPath): number | undefined {
  return lstatSync(toFile(root, path), { throwIfNoEntry: false })?.size
}
