import { existsSync, readFileSync, realpathSync, unlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { relativeBelow, replaceFile, toFileError } from '../paths/index.ts'
import type { Git } from './git.ts'

const IGNORE_FILE = '.gitignore'

/**
 * Has git ignore an out, by a line in the folder that it is in, unless it does already. Answers the file that was changed. The line and
 * what is escaped in it are DVC's. Throws INVALID_PARAMETER_VALUE where the file would not be in the repository.
 */
export async function addToGitignore(git: Git, path: string): Promise<string | undefined> {
  const { file, entry } = placeOf(git, path)
  if ((await git.findIgnored([path])).has(path)) return undefined
  const text = read(file) ?? ''
  const line = `${text === '' || text.endsWith('\n') ? '' : '\n'}${toUnits(escapeEntry(entry))}\n`
  if (!text.split(/(?<=\n)/).includes(line)) write(file, text + line)
  return file
}

/**
 * Takes an out's lines away again. Answers the file that was changed; undefined where there is none, or none any more, since one that becomes empty is
 * removed. Lines are compared with the name as it is, so that those with escapes stay, as in DVC.
 */
export function removeFromGitignore(git: Git, path: string): string | undefined {
  const { file, entry } = placeOf(git, path)
  const text = read(file)
  if (text === undefined) return undefined
  const kept = text.split(/(?<=\n)/).filter((line) => line !== '' && Buffer.from(line, 'latin1').toString().trim() !== entry.trim())
  if (kept.length === 0) {
    unlinkSync(file)
    return undefined
  }
  const after = kept.join('')
  if (after !== text) write(file, after)
  return file
}

/** Escapes what means something in a pattern. A line feed, which can not be written, becomes the sign for any character. */
export function escapeEntry(entry: string): string {
  return entry.replace(/[\\[\]!*#?\n]/g, (character) => (character === '\n' ? '?' : `\\${character}`))
}

function placeOf(git: Git, path: string): { readonly file: string; readonly entry: string } {
  const file = join(dirname(path), IGNORE_FILE)
  if (relativeBelow(git.root, realOf(file)) === undefined)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `'${path}' is outside of git repository '${git.root}'`)
  return { file, entry: `/${basename(path)}` }
}

function realOf(file: string): string {
  if (existsSync(file)) return realpathSync(file)
  return existsSync(dirname(file)) ? join(realpathSync(dirname(file)), IGNORE_FILE) : file
}

/** One character for each byte: what others wrote need not be UTF-8, and is to stay as it is. */
function toUnits(text: string): string {
  return Buffer.from(text).toString('latin1')
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'latin1')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw toFileError(error, file)
  }
}

/** At once, and, where it is a link, in the file that it leads to. */
function write(file: string, text: string): void {
  replaceFile(realOf(file), Buffer.from(text, 'latin1'))
}
