import { readFileSync } from 'node:fs'
import { findPostgres, requirePart, type RunningPostgres, startPostgres } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../sql.ts'
import { openConnectionOn } from './testing/open-connection.ts'

const part = requirePart('PostgreSQL', findPostgres())
const page = readFileSync(new URL('../../../../../docs/formats/store.md', import.meta.url), 'utf8')
const onlyInSqlite = ['intake', 'params_intake']

describe.skipIf(part.missing)(`the schema on PostgreSQL${part.note}`, () => {
  let postgres: RunningPostgres
  beforeAll(async () => void (postgres = await startPostgres()))
  afterAll(() => postgres.stop())

  test('is what the page about the store says', async () => {
    const described = [...page.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)].flatMap(([, table = '', columns = '']) =>
      onlyInSqlite.includes(table) ? [] : [...columns.matchAll(/`(\w+)`/g)].map(([, column]) => `${table}.${column}`),
    )
    const connection = await openConnectionOn(postgres)
    const rows = await connection.all<{ name: string }>(
      sql`select table_name || '.' || column_name as name from information_schema.columns where table_schema = current_schema()`,
    )
    await connection.close()
    expect(rows.map(({ name }) => name).toSorted()).toEqual(described.toSorted())
  })

  test('keeps every text in the order of code points', async () => {
    const connection = await openConnectionOn(postgres)
    const rows = await connection.all<{ name: string }>(
      sql`select table_name || '.' || column_name as name from information_schema.columns
        where table_schema = current_schema() and data_type = 'text' and collation_name is distinct from 'C'`,
    )
    await connection.close()
    expect(rows).toEqual([])
  })
})
