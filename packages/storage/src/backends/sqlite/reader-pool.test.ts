import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OpenedStore } from '../../contract/index.ts'
import { ReaderPool } from './reader-pool.ts'
import { openInFolder } from './testing/open-store.ts'

let opened: OpenedStore & { readonly path: string }
let pool: ReaderPool

beforeEach(async () => {
  opened = await openInFolder()
  pool = new ReaderPool({ path: opened.path, artifactRoot: '' }, 1)
})

afterEach(async () => {
  await pool.close()
  await opened.dispose()
})

const changes = (deadline?: number) => pool.read((id) => ({ kind: 'changes', id, after: undefined, limit: 1 }), { deadline })
const slow = (deadline?: number) => pool.read((id) => ({ kind: 'verify', id }), { deadline })

/** So many rows that looking at them takes far longer than a deadline of a few milliseconds. */
function fill(): void {
  const database = new DatabaseSync(opened.path)
  database.exec(`pragma synchronous = off; with recursive n (i) as (select 1 union all select i + 1 from n where i < 60000)
    insert into runs (uuid, experiment_id, name, user_id, status, start_time, artifact_uri) select 'r' || i, 0, '', '', 1, 0, '' from n`)
  database.close()
}

describe('a read that outlives its deadline', () => {
  test('is ended, and the next one is answered', async () => {
    fill()
    await expect(slow(5)).rejects.toMatchObject({ code: 'TEMPORARILY_UNAVAILABLE', message: 'The read took too long and was ended.' })
    expect(await changes()).toMatchObject({ reset: false })
  })

  test('is ended while it waits, too', async () => {
    fill()
    const first = slow()
    await expect(changes(1)).rejects.toMatchObject({ status: 503 })
    expect(await first).toMatchObject({ runs: 60_000 })
    expect(await changes()).toMatchObject({ reset: false })
  })
})

describe('readers', () => {
  test('answer quick reads while slow ones are at work and waiting', async () => {
    fill()
    const two = new ReaderPool({ path: opened.path, artifactRoot: '' }, 2)
    const order: string[] = []
    const verify = () => two.read((id) => ({ kind: 'verify', id })).then(() => order.push('slow'))
    const slowOnes = [verify(), verify()]
    await two.read((id) => ({ kind: 'changes', id, after: undefined, limit: 1 }), { quick: true }).then(() => order.push('quick'))
    await Promise.all(slowOnes)
    expect(order).toEqual(['quick', 'slow', 'slow'])
    await two.close()
  })

  test('refuse more reads than may wait', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 700 }, () => changes()))
    const refused = outcomes.filter(({ status }) => status === 'rejected')
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]).toMatchObject({ reason: { code: 'TEMPORARILY_UNAVAILABLE' } })
    expect(outcomes.length - refused.length).toBeGreaterThanOrEqual(512)
  })

  test('reject what waits when they are closed', async () => {
    const waiting = Promise.allSettled([changes(), changes(), changes()])
    await pool.close()
    for (const outcome of await waiting) expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'TEMPORARILY_UNAVAILABLE' } })
    await expect(changes()).rejects.toThrow('closed')
  })
})
