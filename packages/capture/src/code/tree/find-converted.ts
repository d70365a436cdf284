import { existsSync, lstatSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Repository } from '../git/find-repository.ts'
import { runGit, splitNul } from '../git/run-git.ts'
import type { IndexEntry } from './list-entries.ts'
import { type RawPath, toFile } from './paths.ts'

/** Files whose object in the index may have other bytes than the work tree. */
export interface Converted {
  /** To be read again. */
  readonly entries: readonly IndexEntry[]
  /** Those of them that a program (`filter=lfs`) converts: they may be very large. */
  readonly filtered: readonly IndexEntry[]
}

const attributeNames = ['text', 'eol', 'crlf', 'filter', 'ident', 'working-tree-encoding']
const nothing: Converted = { entries: [], filtered: [] }

/**
 * Finds files that git converts on their way into the repository: line ends, filters such as LFS, keywords, encodings. Asks git for
 * attributes only, which runs no filter, and nothing at all where no attributes are.
 */
export async function findConverted(repository: Repository, entries: readonly IndexEntry[]): Promise<Converted> {
  const files = entries.filter(({ mode }) => mode.startsWith('100'))
  const convertsAll = ['true', 'input'].includes((repository.config.get('core.autocrlf') ?? '').toLowerCase())
  if (!(await hasAttributes(repository, entries))) {
    return convertsAll ? { entries: await otherThanObject(repository, files), filtered: [] } : nothing
  }
  const { whole, lines } = await readAttributes(repository, files, convertsAll)
  const resized = await otherThanObject(repository, lines)
  return { entries: [...whole.keys(), ...resized], filtered: [...whole].flatMap(([entry, isFiltered]) => (isFiltered ? [entry] : [])) }
}

async function hasAttributes({ commonFolder, config, place, root }: Repository, entries: readonly IndexEntry[]): Promise<boolean> {
  if (existsSync(join(root, '.gitattributes'))) return true
  if (entries.some(({ path }) => path.endsWith('.gitattributes'))) return true
  if (config.has('core.attributesfile')) return true
  const home = place.env['HOME'] ?? ''
  const folders = [place.env['XDG_CONFIG_HOME'] ?? join(home, '.config')].map((folder) => join(folder, 'git', 'attributes'))
  const files = [...folders, '/etc/gitattributes', join(commonFolder, 'info', 'attributes')]
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')))
  return texts.some((text) => text.trim() !== '')
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
export function sizeOf(root: string, path: RawPath): number | undefined {
  return lstatSync(toFile(root, path), { throwIfNoEntry: false })?.size
}
