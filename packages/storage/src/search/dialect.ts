import { RepriseError } from '@reprise/protocol'
import type { Dialect } from '../database.ts'
import { list, raw, type Sql, sql, type SqlValue } from '../sql.ts'

/**
 * Everything in which the SQL of searches differs between the databases. SQLite's planner knows too little of our data
 * (counts per key, correlations), so the index a walk uses is named; PostgreSQL has no such hints and needs none.
 */
export function indexedBy(dialect: Dialect, index: string): Sql {
  return raw(dialect === 'sqlite' ? ` indexed by ${index}` : '')
}

/** Characters of a text that PostgreSQL's indexes hold; SQLite's hold all. */
export const INDEXED_CHARACTERS = 100

/** A text column as its index has it. */
export function indexedText(dialect: Dialect, column: Sql): Sql {
  return dialect === 'sqlite' ? column : sql`substr(${column}, 1, ${raw(String(INDEXED_CHARACTERS))})`
}

/** A text as an index would have it. */
export function toIndexed(dialect: Dialect, text: string): string {
  return dialect === 'sqlite' || text.length <= INDEXED_CHARACTERS ? text : Array.from(text).slice(0, INDEXED_CHARACTERS).join('')
}

/** Whether an index knows only how a text begins. */
export function isCut(dialect: Dialect, indexed: string): boolean {
  return dialect !== 'sqlite' && indexed.length >= INDEXED_CHARACTERS
}

/** Bytes that SQLite takes; in a GLOB, a character of a pattern may become three. */
const LONGEST_PATTERN = 50_000

/** Case matters. SQLite's LIKE ignores it and its setting is the connection's, so the pattern is translated to GLOB. */
export function like(dialect: Dialect, text: Sql, pattern: string): Sql {
  return dialect === 'sqlite' ? sql`${text} glob ${assertPattern(toGlob(pattern))}` : sql`${text} like ${assertPattern(pattern)} escape ''`
}

/** Case of ASCII letters does not matter. Texts have the collation C on PostgreSQL, so that the two agree. */
export function ilike(dialect: Dialect, text: Sql, pattern: string): Sql {
  return dialect === 'sqlite' ? sql`${text} like ${assertPattern(pattern)}` : sql`${text} ilike ${assertPattern(pattern)} escape ''`
}

/** Whether a text holds a part, whatever the case of ASCII letters. */
export function contains(dialect: Dialect, text: Sql, part: string): Sql {
  const lower = part.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
  return dialect === 'sqlite' ? sql`instr(lower(${text}), ${lower}) > 0` : sql`strpos(lower(${text}), ${lower}) > 0`
}

const castTypes = { text: 'text', integer: 'bigint', double: 'double precision' } as const

/** Values of one kind; integers of 64 bits, doubles finite. */
export interface Values {
  readonly kind: keyof typeof castTypes
  readonly values: readonly SqlValue[]
}

/** Longer lists travel as one JSON text: a statement may have some 30,000 parameters, and a filter hundreds of lists. */
const LONGEST_LIST = 10

/** Whether an expression is one of some values. Long lists travel as one JSON text. */
export function isOneOf(dialect: Dialect, expression: Sql, { kind, values }: Values): Sql {
  if (values.length <= LONGEST_LIST)
    return values.length === 1 ? sql`${expression} = ${values[0] ?? null}` : sql`${expression} in ${list(values)}`
  const json = kind === 'text' ? JSON.stringify(values) : `[${values.join(',')}]`
  if (dialect === 'sqlite') return sql`${expression} in (select value from json_each(${json}))`
  const elements = sql`jsonb_array_elements_text(cast(${json} as jsonb)) as e (value)`
  return sql`${expression} in (select cast(e.value as ${raw(castTypes[kind])}) from ${elements})`
}

function toGlob(pattern: string): string {
  return pattern.replace(/[*?[%_]/g, (character) => (character === '%' ? '*' : character === '_' ? '?' : `[${character}]`))
}

function assertPattern(pattern: string): string {
  if (Buffer.byteLength(pattern) <= LONGEST_PATTERN) return pattern
  throw new RepriseError('INVALID_PARAMETER_VALUE', `A pattern of ${pattern.length} characters is too long to be searched for.`, {
    hint: 'Compare long texts with =.',
  })
}
