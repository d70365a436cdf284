import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { tables } from '../maintenance/tables.ts'
import { applyToSqlite } from './apply-to-sqlite.ts'
import { migrations } from './index.ts'

const page = readFileSync(new URL('../../../../docs/formats/store.md', import.meta.url), 'utf8')
/** They mean something only in the database where they were written, or are emptied before a copy is made. */
const notCopied = ['meta', 'changes', 'intake', 'params_intake']
const onlyInPostgres = new Set(['changes.transaction_id', 'unsummarised.journal_id', 'unsummarised.run_id'])

it('describes every table and column of the schema, and no other', () => {
  const described = [...page.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)].flatMap(([, table, columns]) =>
    [...(columns ?? '').matchAll(/`(\w+)`/g)].map(([, column]) => `${table}.${column}`),
  )
  expect(described.filter((column) => !onlyInPostgres.has(column)).toSorted()).toEqual(columnsOfSchema().toSorted())
})

it('is copied table by table, but for what means nothing elsewhere', () => {
  const ofSchema = new Set(columnsOfSchema().map((column) => column.slice(0, column.indexOf('.'))))
  expect([...tables.map(({ name }) => name), ...notCopied].toSorted()).toEqual([...ofSchema].toSorted())
})

function columnsOfSchema(): string[] {
  const database = new DatabaseSync(':memory:')
  for (const migration of migrations) applyToSqlite(database, migration)
  const tables = database.prepare(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`).all()
  return tables.flatMap(({ name }) =>
    database
      .prepare('select name from pragma_table_info(?)')
      .all(String(name))
      .map((column) => `${String(name)}.${String(column['name'])}`),
  )
}
