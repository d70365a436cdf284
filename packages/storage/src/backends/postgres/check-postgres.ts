import pg from 'pg'
import { describeAddress } from './connect/address.ts'
import { checkServer } from './connect/check-server.ts'
import { toOpeningError } from './connect/errors.ts'
import { connectionSettings } from './connect/pools.ts'

/** The release of the server at an address, once a login and a look at its settings went well. Rejects with what to do; nothing is made. */
export async function checkPostgres(url: string): Promise<string> {
  const address = describeAddress(url)
  const client = new pg.Client({ ...connectionSettings(url), application_name: 'reprise doctor' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await checkServer(client, address, undefined)
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    return rows[0]?.server_version ?? ''
  } catch (error) {
    throw toOpeningError(error, address)
  } finally {
    await client.end().catch(() => undefined)
  }
}
