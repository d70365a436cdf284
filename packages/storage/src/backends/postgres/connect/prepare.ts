import pg from 'pg'
import type { StoreLog } from '../../../open-store.ts'
import { checkServer } from './check-server.ts'
import { toOpeningError } from './errors.ts'
import { sessionApart } from './lanes.ts'
import { migrate } from './migrate.ts'
import { connectionSettings } from './pools.ts'

/** Makes sure that the database can be used, and brings it to the newest version. Throws what the one who wrote the address can understand. */
export async function prepareDatabase(url: string, address: string, log: StoreLog | undefined): Promise<void> {
  const client = new pg.Client({ ...connectionSettings(url), application_name: 'reprise start' })
  // A connection that breaks shows in the statement that fails.
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query(sessionApart)
    await checkServer(client, address, log)
    await migrate(client, address, log)
  } catch (error) {
    throw toOpeningError(error, address)
  } finally {
    await client.end()
  }
}
