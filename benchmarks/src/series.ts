// The series engine without a database: bytes and nanoseconds per point of the codecs, then a long and a wide run.
//   node --conditions=@reprise/source benchmarks/src/series.ts [millions of points in the long series, by default 10]
import { zstdCompressSync } from 'node:zlib'
import {
  BlockReader,
  bucketSeries,
  decodeJournalBatch,
  encodeBlock,
  encodeJournalRows,
  MemoryRun,
  PointBuffer,
  readSeries,
  sampleSeries,
} from '@reprise/storage/series/testing'
import { describe, time, timePerPoint } from './series/measure.ts'
import { createNoise, createPoints, shapes } from './series/shapes.ts'

const BATCH = 1_000
const BATCHES_PER_SEAL = 16

measureBlocks()
measureJournal()
measureLong('100k points', 100_000)
measureLong('many points', Number(process.argv[2] ?? 10) * 1_000_000)
measureWide(20_000, 10)

function measureBlocks(): void {
  console.log('\nblocks of 1,024 points: B/point of the block | of it under zstd | of raw f64 values alone under zstd; ns/point')
  for (const [name, shape] of Object.entries(shapes)) {
    const points = createPoints(1_024, shape)
    const table = { keys: [7], ends: [1_024], points }
    const bytes = encodeBlock(table, { from: 0, to: 1, level: 0 })
    const into = new PointBuffer(1_024)
    const sizes = [bytes, zstdCompressSync(bytes), zstdCompressSync(new Uint8Array(points.values.buffer))].map(({ length }) =>
      (length / 1_024).toFixed(2),
    )
    const encoding = timePerPoint(1_024, () => encodeBlock(table, { from: 0, to: 1, level: 0 }))
    const decoding = timePerPoint(1_024, () => {
      into.clear()
      new BlockReader(bytes, 1).readSection(0, into)
    })
    console.log(`  ${name.padEnd(24)} ${sizes.join(' | ')}; encode ${encoding.toFixed(1)}, decode ${decoding.toFixed(1)}`)
  }
}

function measureJournal(): void {
  console.log('\njournal batches: bytes; ns/point')
  const noise = createNoise(2)
  for (const [keys, points] of [
    [1, 1],
    [1, 1_000],
    [1_000, 1],
    [10, 100],
  ] as const) {
    const count = keys * points
    const rows = {
      keyIds: Float64Array.from({ length: count }, (_, index) => 100 + (index % keys)),
      steps: Float64Array.from({ length: count }, (_, index) => 5_000 + Math.floor(index / keys)),
      timestamps: Float64Array.from({ length: count }, (_, index) => 1_760_000_000_000 + 100 * Math.floor(index / keys)),
      values: Float64Array.from({ length: count }, noise),
    }
    const bytes = encodeJournalRows(rows)
    const encoding = timePerPoint(count, () => encodeJournalRows(rows))
    const decoding = timePerPoint(count, () => decodeJournalBatch(bytes, 1))
    console.log(`  ${keys} keys × ${points} points: ${bytes.length} bytes; encode ${encoding.toFixed(1)}, decode ${decoding.toFixed(1)}`)
  }
}

function measureLong(name: string, count: number): void {
  const run = new MemoryRun()
  const noise = createNoise(3)
  let sealing = 0
  const start = 1_760_000_000_000
  let end = start
  for (let first = 0; first < count; first += BATCH) {
    const points = createPoints(BATCH, shapes['loss with noise, f64'] ?? (() => 0), { firstStep: first, startTime: end, noise })
    end = points.timestamps.at(-1) ?? end
    run.logBatch(encodeJournalRows({ keyIds: new Float64Array(BATCH).fill(7), ...points }))
    if (run.journal.size === BATCHES_PER_SEAL || first + BATCH >= count) sealing += time(1, () => run.seal()).median
  }
  report(name, run, { count, sealing })
  const parts = run.parts(7)
  const buckets = (x: 'step' | 'time', from: number, to: number) => () =>
    run.read(bucketSeries(parts, { x, from, to, width: Math.ceil((to - from + 1) / 1_000) }))
  console.log(
    `  1,000 buckets by step: ${describe(time(9, buckets('step', 0, count - 1)))}; by time: ${describe(time(9, buckets('time', start, end)))}`,
  )
  console.log(`  sample of 320: ${describe(time(9, () => run.read(sampleSeries(parts, { limit: 320 }))))}`)
  const page = { order: 'history', offset: count / 2, limit: 25_000 } as const
  console.log(`  a page of 25,000 from the middle: ${describe(time(9, () => run.read(readSeries(parts, page))))}`)
  console.log(`  all points: ${describe(time(3, () => run.read(readSeries(parts, { order: 'step' }))))}`)
}

function measureWide(keys: number, steps: number): void {
  const run = new MemoryRun()
  const noise = createNoise(4)
  let sealing = 0
  for (let step = 0; step < steps; step += 1) {
    for (let first = 0; first < keys; first += BATCH) {
      run.logBatch(
        encodeJournalRows({
          keyIds: Float64Array.from({ length: BATCH }, (_, index) => first + index),
          steps: new Float64Array(BATCH).fill(step),
          timestamps: new Float64Array(BATCH).fill(1_760_000_000_000 + step * 997 + Math.floor(first / 5_000)),
          values: Float64Array.from({ length: BATCH }, noise),
        }),
      )
      if (run.journal.size === BATCHES_PER_SEAL) sealing += time(1, () => run.seal()).median
    }
  }
  sealing += time(1, () => run.seal()).median
  report(`wide: ${keys} keys × ${steps} steps`, run, { count: keys * steps, sealing })
  const read = (keyId: number) => () => run.read(readSeries(run.parts(keyId), { order: 'step' }))
  console.log(`  one key: ${describe(time(21, read(777)))} from ${run.parts(777).packed.length} blocks`)
  const finishing = time(1, () => run.seal({ finished: true })).median
  report('the same, finished', run, { count: keys * steps, sealing: sealing + finishing })
  console.log(`  one key: ${describe(time(21, read(777)))} from ${run.parts(777).packed.length} blocks`)
}

function report(name: string, run: MemoryRun, { count, sealing }: { readonly count: number; readonly sealing: number }): void {
  const bytes = [...run.blocks.values()].reduce((sum, { data, summary }) => sum + data.length + summary.length, 0)
  console.log(
    `\n${name}: ${run.blocks.size} blocks, ${(bytes / count).toFixed(2)} B/point; sealing ${((sealing / count) * 1_000).toFixed(2)} ms per 1,000 points, ` +
      `each point written ${(run.pointsWritten / count).toFixed(1)} times`,
  )
}
