import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Access } from './access.ts'

const kinds: Readonly<Record<string, Access['kind']>> = { r: 'read', w: 'write', m: 'module', c: 'copy', l: 'look', d: 'list' }

/** What the hooks of all processes have noted, in the order in which it happened. A line that a crash cut off is left out. */
export async function readHookLogs(folder: string): Promise<Access[]> {
  const names = await readdir(folder).catch(() => [])
  const logs = await Promise.all(names.filter((name) => name.endsWith('.jsonl')).map((name) => readFile(join(folder, name), 'utf8')))
  const accesses = logs.flatMap((text) => text.split('\n').flatMap((line) => parseLine(line, folder) ?? []))
  return accesses.toSorted((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
}

interface Line {
  readonly t: string
  readonly k: string
  readonly p: string
  readonly s: [number, string, string, string] | null
  readonly f?: string
}

function parseLine(text: string, folder: string): Access | undefined {
  if (text === '') return undefined
  try {
    const { t, k, p, s, f } = JSON.parse(text) as Line
    const kind = kinds[k]
    if (kind === undefined) return undefined
    const state = s === null ? {} : { state: { size: s[0], modified: s[1], changed: s[2], inode: s[3] } }
    return { path: p, kind, order: BigInt(t), source: 'HOOK', ...state, ...(f === undefined ? {} : { copy: join(folder, f) }) }
  } catch {
    return undefined
  }
}
