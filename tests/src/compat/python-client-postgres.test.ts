import { join } from 'node:path'
import { createTemporaryFolder, findPostgres, requirePart, startPostgres, startRepriseServer } from '@reprise/testing'
import { describe } from 'vitest'
import { describeClient, EVERY_CLIENT, FULL_CLIENT, OURS, OURS_OF_3, type Server, withParts } from './describe-client.ts'

const postgres = requirePart('PostgreSQL', findPostgres())

describe.skipIf(postgres.missing)(`with PostgreSQL${postgres.note}`, async () => {
  await describeClient('Reprise over PostgreSQL', { set: 'mlflow-3', programs: [...FULL_CLIENT, ...OURS_OF_3], start: startOverPostgres })
  await describeClient('Reprise over PostgreSQL', {
    set: 'mlflow-2-skinny',
    programs: [...EVERY_CLIENT, ...OURS],
    start: startOverPostgres,
  })
})

async function startOverPostgres(): Promise<Server> {
  await using parts = new AsyncDisposableStack()
  const folder = parts.use(await createTemporaryFolder('compat'))
  const database = parts.use(await startPostgres())
  const server = parts.use(await startRepriseServer({ store: await database.createDatabase(), artifacts: join(folder.path, 'artifacts') }))
  return withParts(server, parts.move())
}
