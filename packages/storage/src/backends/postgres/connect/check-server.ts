import { RepriseError } from '@reprise/protocol'
import type pg from 'pg'
import type { StoreLog } from '../../../open-store.ts'

/** The first release with 64-bit transaction ids, which order the live feed. */
const OLDEST_VERSION = 13

/** Refuses a server that the store can not work on, and says when it is set to lose what it acknowledged. */
export async function checkServer(client: pg.Client, address: string, log: StoreLog | undefined): Promise<void> {
  const { rows } = await client.query<{ version: string; encoding: string; fsync: string; commit: string }>(
    `select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding,
      current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit`,
  )
  const { version = '0', encoding = '', fsync, commit } = rows[0] ?? {}
  if (Number(version) < OLDEST_VERSION * 10_000) {
    throw new RepriseError(
      'NOT_IMPLEMENTED',
      `${address} is PostgreSQL ${Math.floor(Number(version) / 10_000)}: it must be ${OLDEST_VERSION} or newer.`,
    )
  }
  if (encoding !== 'UTF8') {
    throw new RepriseError('NOT_IMPLEMENTED', `${address} has the encoding ${encoding}: it must be UTF8.`, {
      hint: "Create a database with: create database reprise encoding 'UTF8' template template0",
    })
  }
  if (fsync === 'off' || commit === 'off') {
    log?.warn(
      { fsync, synchronous_commit: commit },
      'PostgreSQL is set not to wait for its disk: what was acknowledged may be lost in a crash.',
    )
  }
}
