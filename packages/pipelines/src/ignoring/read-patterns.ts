import { readFileSync } from 'node:fs'
import { isUtf8 } from 'node:buffer'
import { RepriseError } from '@reprise/protocol/errors'
import { toFileError, toFsPath } from '../paths/index.ts'
import type { Pattern } from './change-rule.ts'

/** The name of the files that hold patterns. */
export const IGNORE_FILE = '.dvcignore'
/** A file of patterns is written by hand. */
const LONGEST = 16 * 1024 * 1024

/** The patterns of a file; `name` is how they are told of: its path from the root of the project. */
export function readPatterns(path: string, name: string): Pattern[] {
  return parsePatterns(readText(path), name)
}

/** The patterns of a text. */
export function parsePatterns(text: string, name: string): Pattern[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line, index) => ({ text: strip(line), origin: `${name}:${index + 1}:${strip(line)}` }))
    .filter((pattern) => pattern.text !== '' && !pattern.text.startsWith('#'))
}

function readText(path: string): string {
  let bytes: Buffer
  try {
    bytes = readFileSync(toFsPath(path))
  } catch (error) {
    throw toFileError(error, path)
  }
  if (bytes.length <= LONGEST && isUtf8(bytes)) return bytes.toString('utf8')
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${path} is not a text in UTF-8 of at most 16 MiB.`, {
    hint: 'Patterns stand in it one a line, as in a .gitignore file.',
  })
}

/** As Python's `str.strip`, which also takes the separators U+001C to U+001F and U+0085, and leaves U+FEFF. */
function strip(line: string): string {
  return line.replace(/^(?:(?!\ufeff)[\s\u001c-\u001f\u0085])+/u, '').replace(/(?:(?!\ufeff)[\s\u001c-\u001f\u0085])+$/u, '')
}
