import { findPostgres, requirePart, type RunningPostgres, startPostgres } from '@reprise/testing'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createRun } from '../../../contract/ask.ts'
import { type Sql, textOf } from '../../../sql.ts'
import type { Store } from '../../../store.ts'
import { openAt } from '../testing/open-store.ts'
import { forgetChanges } from './forget-changes.ts'

const part = requirePart('PostgreSQL', findPostgres())

describe.skipIf(part.missing)(`the live feed over PostgreSQL${part.note}`, () => {
  let postgres: RunningPostgres
  let store: Store
  let clients: pg.Client[]
  beforeAll(async () => void (postgres = await startPostgres()))
  afterAll(() => postgres.stop())
  beforeEach(async () => {
    const url = await postgres.createDatabase()
    store = await openAt(url)
    clients = await Promise.all(
      [1, 2, 3].map(async () => {
        const client = new pg.Client(url)
        await client.connect()
        return client
      }),
    )
  })
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.end()))
    await store.close()
  })

  const announce = (client: pg.Client, name: string) =>
    client.query(`insert into changes (kind, time, experiment_id, run_id) values ('run-updated', 1, 0, $1)`, [name])
  const run = (statement: Sql) => (clients[0] as pg.Client).query(textOf(statement, 'postgres'), [...statement.values])

  test('skips nothing of transactions that commit in another order than they wrote', async () => {
    const [one, two, three] = clients as [pg.Client, pg.Client, pg.Client]
    const told: (string | undefined)[] = []
    let { position } = await store.changesAfter(undefined, 10)
    const read = async (limit = 10) => {
      const page = await store.changesAfter(position, limit)
      expect(page.reset).toBe(false)
      told.push(...page.changes.map((change) => change.run_id))
      position = page.position
    }
    for (let round = 0; round < 20; round++) {
      await one.query('begin')
      await announce(one, `${round} first of one`)
      await two.query('begin')
      await announce(two, `${round} of two`)
      await announce(one, `${round} second of one`)
      await read()
      await two.query(round % 5 === 4 ? 'rollback' : 'commit')
      await read()
      await announce(three, `${round} of three`)
      await read(1)
      await one.query('commit')
      await read(2)
    }
    await read(100)
    const expected = Array.from({ length: 20 }, (_, round) => [
      `${round} first of one`,
      `${round} second of one`,
      ...(round % 5 === 4 ? [] : [`${round} of two`]),
      `${round} of three`,
    ]).flat()
    expect(told).toEqual(expected)
  })

  test('lets readers start afresh that were behind what was deleted, and only those', async () => {
    const fresh = await store.changesAfter(undefined, 10)
    for (let index = 0; index < 10; index++) await createRun(store)
    const all = (await store.changesAfter(fresh.position, 100)).changes
    await run(forgetChanges(20))
    expect((await store.changesAfter(fresh.position, 100)).changes).toEqual(all)
    for (let round = 0; round < 2; round++) {
      await run(forgetChanges(5))
      expect((await store.changesAfter(fresh.position, 100)).reset).toBe(true)
      expect((await store.changesAfter(all[3]?.position, 100)).reset).toBe(true)
      expect(await store.changesAfter(all[4]?.position, 100)).toMatchObject({ reset: false, changes: all.slice(5) })
      expect(await store.changesAfter(all[9]?.position, 100)).toMatchObject({ reset: false, changes: [] })
      expect(await store.changesAfter(undefined, 100)).toMatchObject({ reset: false, changes: [] })
    }
    await createRun(store)
    expect((await store.changesAfter(all[9]?.position, 100)).changes).toHaveLength(1)
    expect((await clients[0]?.query('select count(*)::int as n from changes'))?.rows).toEqual([{ n: 7 }])
  })

  test('a reader that has nothing to read keeps its place while others are told, and deleted', async () => {
    const { position } = await store.changesAfter(undefined, 10)
    for (let index = 0; index < 5; index++) await createRun(store)
    await run(forgetChanges(0))
    expect((await store.changesAfter(position, 10)).reset).toBe(true)
  })

  test('lets readers start afresh whose position is none of this database', async () => {
    for (const position of ['999999999999-1', '1', '1-2-3', '-1', 'x', '99999999999999999999-1', '1-99999999999999999999', '']) {
      expect(await store.changesAfter(position, 10)).toMatchObject({ reset: true, changes: [] })
    }
  })

  test('after a dump was restored elsewhere the feed begins anew', async () => {
    const client = clients[0] as pg.Client
    await client.query(`insert into changes (transaction_id, kind, time, experiment_id) values ('900000000000', 'run-created', 1, 0)`)
    await store.close()
    store = await openAt((await postgresUrl(client)) as string)
    const { position } = await store.changesAfter(undefined, 10)
    await createRun(store)
    const { changes } = await store.changesAfter(position, 10)
    expect(changes.map(({ kind }) => kind)).toEqual(['run-created'])
    expect((await client.query('select count(*)::int as n from changes')).rows).toEqual([{ n: 1 }])
  })

  async function postgresUrl(client: pg.Client): Promise<unknown> {
    const { rows } = await client.query<{ name: string }>('select current_database() as name')
    return postgres.url.replace(/[^/]+$/, rows[0]?.name ?? '')
  }
})
