import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TestHandlers } from '../../operations/testing/call-handlers.ts'
import type { OpenConnection } from '../../operations/testing/open-connection.ts'
import { list, raw, type Sql, sql } from '../../sql.ts'
import { verifyStore } from '../verify.ts'
import { fillStore } from './fill-store.ts'

/** What is wrong with a store must be found, whichever database it is in. */
export function describeMaintenance(database: string, open: OpenConnection): void {
  describe(`verifying a store on ${database}`, () => {
    let store: TestHandlers
    beforeEach(async () => void (store = await fillStore(open)))
    afterEach(() => store.close())

    const run = (statement: Sql) => store.connection.run(statement)
    const problems = async () => (await verifyStore(store.connection)).problems

    test('finds nothing where nothing is wrong, and counts what it read', async () => {
      const progress: number[][] = []
      const report = await verifyStore(store.connection, (done, total) => progress.push([done, total]))
      expect(report.problems).toEqual([])
      expect(report).toMatchObject({ runs: 2, journalRows: 2 })
      expect(report.blocks).toBeGreaterThan(1)
      expect(progress.at(-1)).toEqual([2, 2])
    })

    test.each(['journal', 'blocks'] as const)('finds every flipped byte in %s', async (table) => {
      const [row] = await store.connection.all<{ id: number; data: Uint8Array }>(
        sql`select id, data from ${raw(table)} order by id limit 1`,
      )
      if (row === undefined) return expect.unreachable()
      for (let at = 0; at < row.data.length; at += Math.ceil(row.data.length / 40)) {
        const data = Uint8Array.from(row.data)
        data[at] = (data[at] ?? 0) ^ 0x10
        await run(sql`update ${raw(table)} set data = ${data} where id = ${row.id}`)
        expect((await problems()).join('\n'), `byte ${at}`).toMatch(
          /^run [0-9a-f]{32}, (journal row|block) \d+: .* is damaged: its checksum does not match$/,
        )
      }
      await run(sql`update ${raw(table)} set data = ${row.data} where id = ${row.id}`)
      expect(await problems()).toEqual([])
    })

    test.each([
      'value = value + 1',
      'is_nan = 1 - is_nan',
      'step = step + 1',
      'timestamp = timestamp - 1',
      'min_value = null',
      'max_value = max_value + 1',
      'first_value = 77',
      'first_step = first_step - 1',
      'first_timestamp = 0',
    ])('finds a summary that lies: %s', async (change) => {
      const { key } = await keyOf('long')
      await run(sql`update metrics set ${raw(change)} where key_id = ${key} and run_id = (select min(run_id) from metrics)`)
      expect(await problems()).toEqual([expect.stringMatching(/^run 0{31}1, metric 'long': its summary is not what its points give$/)])
    })

    test('finds summaries without points, and points without summaries', async () => {
      const [long, short] = [await keyOf('long'), await keyOf('short')]
      await run(sql`delete from metrics where key_id = ${short.key}`)
      await run(sql`insert into metrics select run_id + 1, ${short.key}, (select r.experiment_id from runs r where r.id = run_id + 1), start_time, value, is_nan, timestamp, step, min_value, max_value,
        first_value, first_step, first_timestamp from metrics where key_id = ${long.key} and run_id = (select min(run_id) from metrics)`)
      expect((await problems()).toSorted()).toEqual([
        expect.stringContaining("metric 'short': it has points, and no summary"),
        expect.stringContaining("metric 'short': it has a summary, and no points"),
      ])
    })

    test('finds what is not in the experiment of its run', async () => {
      await run(sql`update metrics set experiment_id = experiment_id + 1 where run_id = (select min(run_id) from metrics)`)
      expect(await problems()).toEqual([
        expect.stringMatching(/^\d+ rows? of metrics (?:is|are) not of the experiment that (?:its|their) run is in$/),
      ])
    })

    test.each([
      ['journal', 'point_count = point_count + 1', 'and says'],
      ['blocks', 'point_count = point_count - 1', 'its row does not say what it holds'],
      ['blocks', 'last_key = last_key + 1', 'its row does not say what it holds'],
      ['blocks', 'level = level + 1', 'its row does not say what it holds'],
    ])('finds a row of %s that lies: %s', async (table, change, message) => {
      await run(sql`update ${raw(table)} set ${raw(change)} where id = (select max(id) from ${raw(table)})`)
      expect(await problems()).toEqual([expect.stringContaining(message)])
    })

    test('finds a summary of a block that is not its own', async () => {
      const rows = await store.connection.all<{ id: number; summary: Uint8Array }>(
        sql`select id, summary from blocks where summary <> ${new Uint8Array(0)} order by id`,
      )
      expect(rows.length).toBeGreaterThan(1)
      await run(sql`update blocks set summary = ${rows[1]?.summary ?? null} where id = ${rows[0]?.id ?? null}`)
      expect(await problems()).toEqual([expect.stringContaining('its row does not say what it holds')])
    })

    test('finds rows that hang on nothing', async () => {
      const key = await keyOf('tag')
      await run(sql`insert into params (run_id, key_id, value, experiment_id, start_time) values ${list([99, key.key, 'v', 0, 0])}`)
      await run(sql`delete from keys where id = ${key.key}`)
      await run(sql`delete from experiments where id <> 0`)
      expect(await problems()).toEqual([
        '1 row of params hang on a run that is not there',
        '1 row of params hang on a name that is not there',
        '1 row of tags hang on a name that is not there',
        '1 row of runs hang on an experiment that is not there',
      ])
    })

    async function keyOf(name: string): Promise<{ key: number }> {
      const row = await store.connection.get<{ key: number }>(sql`select id as key from keys where name = ${name}`)
      return row ?? expect.unreachable()
    }
  })
}
