import type { JsonTree } from '@reprise/compare'

/** A row of a tree that is drawn: a value, or the end of one that is open. */
export interface JsonRow {
  /** Names and places from the root on, as JSON: what an open value is known by. */
  readonly path: string
  readonly depth: number
  readonly name: string | undefined
  readonly value: JsonTree
}

/** Members of one value that are listed; of a list of a million numbers nobody reads more. */
export const MOST_MEMBERS = 10_000

/** The rows of a tree of which some values are open. */
export function rowsOfJson(root: JsonTree, isOpen: (path: string, depth: number) => boolean): JsonRow[] {
  const rows: JsonRow[] = []
  const add = (value: JsonTree, path: string, { depth, name }: { readonly depth: number; readonly name: string | undefined }): void => {
    rows.push({ path, depth, name, value })
    if (!isOpen(path, depth)) return
    for (const [key, inner] of membersOf(value)) add(inner, `${path}/${JSON.stringify(key)}`, { depth: depth + 1, name: key })
  }
  add(root, '', { depth: 0, name: undefined })
  return rows
}

export function sizeOf(value: JsonTree): number {
  return value.kind === 'object' ? value.members.size : value.kind === 'array' ? value.items.length : 0
}

function membersOf(value: JsonTree): readonly (readonly [string, JsonTree])[] {
  if (value.kind === 'object') return [...value.members].slice(0, MOST_MEMBERS)
  return value.kind === 'array' ? value.items.slice(0, MOST_MEMBERS).map((item, at) => [String(at), item] as const) : []
}

/** One line of a value, for what is closed and for cells. */
export function printJson(value: JsonTree, most = 120): string {
  if (value.kind === 'text') return JSON.stringify(value.text.length > most ? `${value.text.slice(0, most)}…` : value.text)
  if (value.kind === 'object') {
    const parts: string[] = []
    let length = 0
    for (const [name, inner] of value.members) {
      if (length > most) return `{ ${parts.join(', ')}, … }`
      parts.push(`${JSON.stringify(name)}: ${printJson(inner, 30)}`)
      length += parts.at(-1)?.length ?? 0
    }
    return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`
  }
  if (value.kind !== 'array') return value.text
  const shown = value.items.slice(0, 20).map((item) => printJson(item, 30))
  return `[${shown.join(', ')}${value.items.length > 20 ? ', …' : ''}]`
}
