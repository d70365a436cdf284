import { RepriseError, toInt64 } from '@reprise/protocol'
import pg from 'pg'

const INT8 = 20
const MOST_CONNECTIONS = 10
const CONNECT_MILLISECONDS = 10_000

/** 64-bit integers as numbers while they are safe; everything else as `pg` has it. */
const types = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? parseInt8 : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}

function parseInt8(text: string): number | bigint {
  return text.length < 16 ? Number(text) : toInt64(BigInt(text))
}

/** Connections to one database. A connection that breaks while nobody uses it is replaced; `onBroken` is told. */
export function createPool(url: string, onBroken: (error: Error) => void): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: MOST_CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    application_name: 'reprise',
    types,
  })
  pool.on('error', onBroken)
  return pool
}

/** The address as it may be shown: without the password. */
export function describeAddress(url: string): string {
  if (!URL.canParse(url))
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'The address of the PostgreSQL database is not a URL.', {
      hint: 'Write postgresql://user:password@host:5432/database.',
    })
  const address = new URL(url)
  address.password = ''
  return address.href
}
