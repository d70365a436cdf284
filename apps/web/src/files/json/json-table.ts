import type { JsonTree } from '@reprise/compare'
import { printJson } from './json-rows.ts'

export interface JsonTable {
  readonly columns: readonly { readonly name: string; readonly isNumber: boolean }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/**
 * JSON that is a table: as MLflow's `log_table` and pandas' "split" write it (`columns` and `data`), lists of objects, and objects of lists of
 * one length. Undefined for what is none.
 */
export function tableOfJson(root: JsonTree): JsonTable | undefined {
  if (root.kind === 'object') return tableOfSplit(root.members) ?? tableOfColumns(root.members)
  if (root.kind !== 'array' || root.items.length < 2) return undefined
  const objects = root.items.filter((item) => item.kind === 'object')
  if (objects.length !== root.items.length) return undefined
  const names = [...new Set(objects.slice(0, 1_000).flatMap(({ members }) => [...members.keys()]))]
  return toTable(
    names,
    objects.map(({ members }) => names.map((name) => members.get(name))),
  )
}

type Members = ReadonlyMap<string, JsonTree>

function tableOfSplit(members: Members): JsonTable | undefined {
  const [columns, data] = [members.get('columns'), members.get('data')]
  if (columns?.kind !== 'array' || data?.kind !== 'array') return undefined
  if (!data.items.every((row) => row.kind === 'array' && row.items.length === columns.items.length)) return undefined
  const names = columns.items.map((name) => (name.kind === 'text' ? name.text : printJson(name)))
  return toTable(
    names,
    data.items.map((row) => (row.kind === 'array' ? row.items : [])),
  )
}

function tableOfColumns(members: Members): JsonTable | undefined {
  const lists = [...members.values()].map((value) => (value.kind === 'array' ? value.items : undefined))
  const length = lists[0]?.length ?? 0
  if (length < 2 || lists.length < 2 || !lists.every((list) => list?.length === length)) return undefined
  return toTable(
    [...members.keys()],
    Array.from({ length }, (_, row) => lists.map((list) => list?.[row])),
  )
}

function toTable(names: readonly string[], rows: readonly (readonly (JsonTree | undefined)[])[]): JsonTable {
  const isNumber = (column: number): boolean => rows.slice(0, 50).every((row) => row[column]?.kind === 'number')
  return {
    columns: names.map((name, at) => ({ name, isNumber: isNumber(at) })),
    rows: rows.map((row) => row.map(cellOf)),
  }
}

function cellOf(value: JsonTree | undefined): string | null {
  if (value === undefined || (value.kind === 'word' && value.text === 'null')) return null
  return value.kind === 'text' ? value.text.slice(0, 2_000) : printJson(value, 2_000)
}
