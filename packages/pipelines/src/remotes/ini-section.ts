import { readFile } from 'node:fs/promises'
import { toFileError } from '../paths/index.ts'

/** The options of a section of a file such as `~/.aws/credentials`, by their names in small letters. Rejects where it can not be read. */
export async function readIniSection(file: string, name: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw toFileError(error, file)
  })
  const found = new Map<string, string>()
  let section = ''
  for (const line of text.split(/\r?\n/)) {
    section = /^\s*\[\s*(?:profile\s+)?(.+?)\s*\]/.exec(line)?.[1] ?? section
    const [, option, value] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (section === name && option !== undefined && value !== undefined) found.set(option.toLowerCase(), value)
  }
  return found
}
