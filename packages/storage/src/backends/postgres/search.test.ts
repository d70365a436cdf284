import { findPostgres, requirePart, type RunningPostgres, startPostgres } from '@reprise/testing'
import { afterAll, beforeAll, describe } from 'vitest'
import { describeRunSearch } from '../../search/testing/describe-run-search.ts'
import { openConnectionOn } from './testing/open-connection.ts'

/** Fewer than on SQLite, where a statement costs no round trip. */
const RUNS = 100
const part = requirePart('PostgreSQL', findPostgres())

describe.skipIf(part.missing)(`searches over PostgreSQL${part.note}`, () => {
  let postgres: RunningPostgres
  beforeAll(async () => void (postgres = await startPostgres()))
  afterAll(() => postgres.stop())

  describeRunSearch('PostgreSQL', () => openConnectionOn(postgres), RUNS)
})
