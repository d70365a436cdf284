import { readdirSync } from 'node:fs'
import { findPostgres, requirePart, type RunningPostgres, startPostgres } from '@reprise/testing'
import { afterAll, beforeAll, describe, vi } from 'vitest'
import { openConnectionOn } from './testing/open-connection.ts'

const folder = new URL('../../operations/', import.meta.url)
const part = requirePart('PostgreSQL', findPostgres())
let postgres: RunningPostgres

// The tests of the operations open a database through this module; here each of them runs once more, over the other one.
vi.mock('../../operations/testing/open-connection.ts', () => ({ openSqlite: () => openConnectionOn(postgres) }))

describe.skipIf(part.missing)(`operations over PostgreSQL${part.note}`, async () => {
  beforeAll(async () => void (postgres = await startPostgres()))
  afterAll(() => postgres.stop())

  for (const file of readdirSync(folder)) if (file.endsWith('.test.ts')) await import(new URL(file, folder).href)
})
