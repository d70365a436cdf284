import { type Aggregate, excerpt, findRunAttribute, RepriseError } from '@reprise/protocol'
import type { Connection } from '../database.ts'
import { sql } from '../sql.ts'
import { findKeys } from './keys.ts'

/** What of a run an answer carries besides its info. */
export interface Projection {
  readonly metrics: KeySelection
  /** Of which metrics which numbers besides the latest point. */
  readonly summaries: Readonly<Record<SummaryPart, KeySelection>>
  readonly params: KeySelection
  readonly tags: KeySelection
  readonly inputs: boolean
  readonly outputs: boolean
}

export type KeySelection = 'all' | 'none' | readonly KeyPattern[]

/** A name, or a pattern in which `*` stands for any characters. */
export type KeyPattern = { readonly exact: string } | { readonly prefix: string; readonly test: RegExp }

export const summaryParts = ['min', 'max', 'first', 'last'] as const satisfies Aggregate[]
export type SummaryPart = (typeof summaryParts)[number]

const noSummaries = { min: 'none', max: 'none', first: 'none', last: 'none' } as const
export const everything: Projection = { metrics: 'all', summaries: noSummaries, params: 'all', tags: 'all', inputs: true, outputs: true }

const entities = ['metrics', 'params', 'tags'] as const
const parts: readonly string[] = ['info', 'inputs', 'outputs']
/** `min(metrics.loss)`; the name may be quoted as filters and orders quote it, since no name has such quotes. */
const summaryField = /^(min|max|first|last)\(metrics?\.(?:`([^`]*)`|"([^"]*)"|(.*))\)$/

/** Reads `fields` of a search, such as `metrics.loss`, `min(metrics.loss)`, `params.*`, `tags.mlflow.*`, `verdict`, `inputs`; none means everything. */
export function parseProjection(fields: readonly string[]): Projection {
  if (fields.length === 0) return everything
  const patterns = { metrics: new Set<string>(), params: new Set<string>(), tags: new Set<string>() }
  const summaries = { min: new Set<string>(), max: new Set<string>(), first: new Set<string>(), last: new Set<string>() }
  for (const field of fields) {
    const [, part, ...names] = summaryField.exec(field) ?? []
    if (part !== undefined) {
      summaries[part as SummaryPart].add(names.find((name) => name !== undefined) || '*')
      continue
    }
    const entity = entities.find((name) => field === name || field.startsWith(`${name}.`))
    const attribute = entity === undefined ? findRunAttribute(field) : undefined
    if (entity !== undefined) patterns[entity].add(field.slice(entity.length + 1) || '*')
    else if (attribute?.entity === 'tag') patterns.tags.add(attribute.key)
    else if (attribute === undefined && !parts.includes(field)) throw unknownField(field)
  }
  return {
    metrics: toSelection(patterns.metrics),
    summaries: {
      min: toSelection(summaries.min),
      max: toSelection(summaries.max),
      first: toSelection(summaries.first),
      last: toSelection(summaries.last),
    },
    params: toSelection(patterns.params),
    tags: toSelection(patterns.tags),
    inputs: fields.includes('inputs'),
    outputs: fields.includes('outputs'),
  }
}

/** What any of some selections selects. */
export function unionOf(selections: readonly KeySelection[]): KeySelection {
  if (selections.includes('all')) return 'all'
  const patterns = selections.flatMap((selection) => (typeof selection === 'string' ? [] : selection))
  return patterns.length === 0 ? 'none' : patterns
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
    hint: "Fields are metrics.<name>, min(metrics.<name>), max(…), first(…), last(…), params.<name>, tags.<name>, attributes.<name>, inputs, outputs and info; '*' stands for any characters of a logged name.",
  })
}
