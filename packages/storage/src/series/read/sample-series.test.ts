import fc from 'fast-check'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { toPoints } from '../point.ts'
import { MemoryRun } from '../testing/index.ts'
import { readSeries } from './read-series.ts'
import { sampleRanks, sampleSeries } from './sample-series.ts'

test('takes the first of each tile of SQL, and the last point', () => {
  const database = new DatabaseSync(':memory:')
  const statement = database.prepare(`with recursive ranks(rank) as (select 0 union all select rank + 1 from ranks where rank < ? - 1),
    tiles as (select rank, ntile(?) over (order by rank) as tile from ranks) select min(rank) as rank from tiles group by tile order by rank`)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 800 }), fc.integer({ min: 1, max: 400 }), (total, limit) => {
      const tiles = statement.all(total, limit).map((row) => Number(row['rank']))
      if (tiles.at(-1) !== total - 1) tiles[Math.min(tiles.length, limit - 1)] = total - 1
      expect(sampleRanks(total, limit)).toEqual(tiles)
    }),
    { numRuns: 60 },
  )
})

test('samples a long series by decoding only the blocks that hold a sampled point', () => {
  const run = new MemoryRun()
  for (let first = 0; first < 60_000; first += 10_000) {
    run.log([
      { keyId: 1, points: Array.from({ length: 10_000 }, (_, index) => ({ step: first + index, timestamp: first + index, value: index })) },
    ])
    run.seal()
  }
  const parts = run.parts(1)
  const all = toPoints(run.read(readSeries(parts, { order: 'step' })))
  const before = run.blocksRead
  expect(toPoints(run.read(sampleSeries(parts, { limit: 7 })))).toEqual(sampleRanks(60_000, 7).map((rank) => all[rank]))
  expect(run.blocksRead - before).toBeLessThanOrEqual(7)
  expect(toPoints(run.read(sampleSeries(parts, { from: 10, to: 19, limit: 100 })))).toEqual(all.slice(10, 20))
})
