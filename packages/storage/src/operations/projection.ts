import { excerpt, findRunAttribute, RepriseError } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { sql } from '../sql.ts'
import { findKeys } from './keys.ts'

/** What of a run an answer carries besides its info. */
export interface Projection {
  readonly metrics: KeySelection
  readonly params: KeySelection
  readonly tags: KeySelection
  readonly inputs: boolean
  readonly outputs: boolean
}

export type KeySelection = 'all' | 'none' | readonly KeyPattern[]

/** A name, or a pattern in which `*` stands for any characters. */
export type KeyPattern = { readonly exact: string } | { readonly prefix: string; readonly test: RegExp }

export const everything: Projection = { metrics: 'all', params: 'all', tags: 'all', inputs: true, outputs: true }

const entities = ['metrics', 'params', 'tags'] as const
const parts: readonly string[] = ['info', 'inputs', 'outputs']

/** Reads `fields` of a search, such as `metrics.loss`, `params.*`, `tags.mlflow.*`, `verdict`, `inputs`; none means everything. */
export function parseProjection(fields: readonly string[]): Projection {
  if (fields.length === 0) return everything
  const patterns = { metrics: new Set<string>(), params: new Set<string>(), tags: new Set<string>() }
  for (const field of fields) {
    const entity = entities.find((name) => field === name || field.startsWith(`${name}.`))
    const attribute = entity === undefined ? findRunAttribute(field) : undefined
    if (entity !== undefined) patterns[entity].add(field.slice(entity.length + 1) || '*')
    else if (attribute?.entity === 'tag') patterns.tags.add(attribute.key)
    else if (attribute === undefined && !parts.includes(field)) throw unknownField(field)
  }
  return {
    metrics: toSelection(patterns.metrics),
    params: toSelection(patterns.params),
    tags: toSelection(patterns.tags),
    inputs: fields.includes('inputs'),
    outputs: fields.includes('outputs'),
  }
}

function toSelection(patterns: ReadonlySet<string>): KeySelection {
  if (patterns.size === 0) return 'none'
  return patterns.has('*') ? 'all' : [...patterns].map(toPattern)
}

function toPattern(pattern: string): KeyPattern {
  const star = pattern.indexOf('*')
  if (star === -1) return { exact: pattern }
  const source = pattern.split(/\*+/).map((part) => part.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&'))
  return { prefix: pattern.slice(0, star), test: new RegExp(`^${source.join('[^]*')}$`, 'u') }
}

export function selects(selection: readonly KeyPattern[], name: string): boolean {
  return selection.some((pattern) => ('exact' in pattern ? pattern.exact === name : pattern.test.test(name)))
}

/** More ids than this are not worth a list: all keys of the runs are read, and the names decide. */
const MOST_IDS = 1_000

/** The ids a selection can match, where they are few; undefined when only the names can tell. */
export async function resolveSelection(connection: Connection, selection: readonly KeyPattern[]): Promise<readonly number[] | undefined> {
  const exact = selection.flatMap((pattern) => ('exact' in pattern ? [pattern.exact] : []))
  const ids = [...(await findKeys(connection, exact)).values()]
  for (const pattern of selection) {
    if ('exact' in pattern) continue
    if (pattern.prefix === '') return undefined
    const from = pattern.prefix
    const found = await connection.all<{ id: number; name: string }>(
      sql`select id, name from keys where name >= ${from} and name < ${`${from}\u{10ffff}`} limit ${MOST_IDS + 1}`,
    )
    ids.push(...found.filter((row) => pattern.test.test(row.name)).map((row) => row.id))
    if (found.length > MOST_IDS) return undefined
  }
  return ids.length > MOST_IDS ? undefined : ids
}

function unknownField(field: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `Invalid field '${excerpt(field)}' in fields.`, {
    hint: "Fields are metrics.<name>, params.<name>, tags.<name>, attributes.<name>, inputs, outputs and info; '*' stands for any characters of a logged name.",
  })
}
