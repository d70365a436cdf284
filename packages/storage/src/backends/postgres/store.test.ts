import { findPostgres, requirePart, type RunningPostgres, startPostgres } from '@reprise/testing'
import { afterAll, beforeAll, describe } from 'vitest'
import { describeStore } from '../../contract/index.ts'
import { openOn } from './testing/open-store.ts'

const part = requirePart('PostgreSQL', findPostgres())

describe.skipIf(part.missing)(`PostgreSQL${part.note}`, () => {
  let postgres: RunningPostgres
  beforeAll(async () => void (postgres = await startPostgres()))
  afterAll(() => postgres.stop())

  describeStore('a store in PostgreSQL', () => openOn(postgres))
})
