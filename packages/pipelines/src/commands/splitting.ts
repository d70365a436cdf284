import { isSequence, str, type Value } from '../python/index.ts'

const lineBreak = /\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]/

/** The commands that a stage runs one after the other, each in a shell of its own: the items of a list, or the lines of a string. */
export function splitCommands(command: Value): string[] {
  if (isSequence(command)) return Array.from(command, str)
  const lines = str(command).split(lineBreak)
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** What `-p` names: keys of `params.yaml`, or `file:key,key`, or `file:` for a whole file. */
export interface NamedParams {
  readonly file: string
  readonly keys: readonly string[]
}

/** Reads the arguments of `-p`; keys of one file are put together, files in the order in which they come. */
export function parseParams(names: readonly string[]): NamedParams[] {
  const byFile = new Map<string, string[]>()
  for (const name of names) {
    const colon = name.lastIndexOf(':')
    const file = colon < 0 ? 'params.yaml' : name.slice(0, colon) || 'params.yaml'
    const keys = name
      .slice(colon + 1)
      .split(',')
      .filter((key) => key !== '')
    byFile.set(file, [...(byFile.get(file) ?? []), ...keys])
  }
  return [...byFile].map(([file, keys]) => ({ file, keys }))
}
