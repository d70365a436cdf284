import { createHash } from 'node:crypto'
import { type Int64, parseInt64, RepriseError } from '@reprise/protocol'
import { MISSING, type OrderedColumn, type Position, type RankedValue } from './position.ts'

const VERSION = 1

/** A search as its tokens remember it. */
export interface PagedSearch {
  /** Names the filter and order: a position means nothing in another order. */
  readonly fingerprint: string
  readonly columns: readonly OrderedColumn[]
}

export function fingerprintOf(filter: string, orderBy: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([filter, orderBy]))
    .digest('base64url')
    .slice(0, 12)
}

/** The position of the last row of a page, as text for the client to send back. */
export function writePageToken(search: PagedSearch, position: Position): string {
  const values = position.map(({ rank, value }) => [rank, String(value)])
  return Buffer.from(JSON.stringify([VERSION, search.fingerprint, values])).toString('base64url')
}

/** Throws INVALID_PARAMETER_VALUE, in MLflow's words, for what is no token, and for a token of another search. */
export function readPageToken(search: PagedSearch, token: string): Position {
  const [version, fingerprint, values] = parse(token)
  if (version !== VERSION || !Array.isArray(values)) throw refused('Invalid page token, could not base64-decode')
  if (fingerprint !== search.fingerprint || values.length !== search.columns.length) {
    throw refused('Invalid page token: it belongs to a search with another filter or order_by.')
  }
  return search.columns.map((column, index) => toRankedValue(column, values[index]))
}

function parse(token: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}

function toRankedValue(column: OrderedColumn, encoded: unknown): RankedValue {
  const [rank, text] = Array.isArray(encoded) ? (encoded as readonly unknown[]) : []
  const value = typeof text === 'string' ? toValue(column, text) : undefined
  if (value === undefined || typeof rank !== 'number' || !Number.isInteger(rank) || rank < 0 || rank > MISSING) {
    throw refused('Invalid page token, could not base64-decode')
  }
  return { rank, value }
}

function toValue({ kind }: OrderedColumn, text: string): string | Int64 | undefined {
  if (kind === 'text') return text
  if (kind === 'integer') return parseInt64(text)
  const number = text === '' ? Number.NaN : Number(text)
  return Number.isNaN(number) ? undefined : number
}

function refused(message: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', message, {
    hint: 'Send next_page_token as it was answered, with the same filter and order_by.',
  })
}
