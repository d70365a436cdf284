import { RepriseError } from '@reprise/protocol'
import type { SqlValue } from '../../../sql.ts'

/** Refuses a text that PostgreSQL can not keep as it is: in UTF-8 there are no lone surrogates, and it stores no NUL characters. */
export function assertText(value: SqlValue): void {
  if (typeof value !== 'string' || (value.isWellFormed() && !value.includes('\0'))) return
  const start = value.length > 60 ? `${value.slice(0, 60)}…` : value
  throw new RepriseError('INVALID_PARAMETER_VALUE', `Texts hold neither NUL characters nor lone surrogates. Got ${JSON.stringify(start)}.`)
}
