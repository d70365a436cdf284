import { describe, expect, test } from 'vitest'
import { toColumns } from '../point.ts'
import type { Point } from '../point.ts'
import { readSeries } from '../read/read-series.ts'
import { MemoryRun } from '../testing/index.ts'
import { BlockReader } from './block-reader.ts'
import { decodeBlockSummary } from './block-summary.ts'
import { encodeBlock } from './block-writer.ts'
import { decodeJournalBatch, encodeJournalBatch } from './journal-batch.ts'

const points: Point[] = Array.from({ length: 300 }, (_, step) => ({ step, timestamp: step * 7, value: Math.sqrt(step) }))
const block = encodeBlock({ keys: [4], ends: [300], points: toColumns(points) }, { from: 0, to: 1, level: 0 })
const journal = encodeJournalBatch([{ keyId: 4, points }])

function dataLoss(message: RegExp) {
  return expect.objectContaining({ code: 'DATA_LOSS', message: expect.stringMatching(message) })
}

describe('one flipped bit', () => {
  test.each([
    ['block', block, (bytes: Uint8Array) => new BlockReader(bytes, 17), /^metric block 17 is damaged: its checksum does not match$/],
    ['journal row', journal, (bytes: Uint8Array) => decodeJournalBatch(bytes, 18), /^metric journal row 18 is damaged: its checksum/],
  ])('in a %s is DATA_LOSS that names the row, wherever it is', (_, bytes, decode, message) => {
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = bytes.slice()
      flipped[at] = (flipped[at] as number) ^ (1 << (at % 8))
      expect(() => decode(flipped)).toThrow(dataLoss(message))
    }
  })
})

test('every shorter block is DATA_LOSS', () => {
  for (let length = 0; length < block.length; length += 1)
    expect(() => new BlockReader(block.subarray(0, length), 1)).toThrow(dataLoss(/^metric block 1 is damaged/))
})

test('an empty summary is DATA_LOSS', () => {
  expect(() => decodeBlockSummary(new Uint8Array(0), 5)).toThrow(dataLoss(/^the summary of metric block 5 is damaged: 0 bytes are too few/))
})

describe('rows that do not belong together', () => {
  function sealed(): MemoryRun {
    const run = new MemoryRun()
    run.log([{ keyId: 1, points: Array.from({ length: 4_000 }, (_, step) => ({ step, timestamp: step, value: step })) }])
    run.seal()
    return run
  }

  test('a missing block is DATA_LOSS', () => {
    const run = sealed()
    const parts = run.parts(1)
    const reading = readSeries(parts, { order: 'step' })
    reading.next()
    expect(() => reading.next(new Map())).toThrow(dataLoss(/^metric block \d+ is damaged: it is missing$/))
  })

  test('a summary of another block is DATA_LOSS', () => {
    const run = sealed()
    const parts = run.parts(1)
    const [first] = parts.blocks
    const wrong = parts.blocks.map((entry) => ({
      id: parts.blocks.at(-1)?.id === entry.id ? (first?.id ?? 0) : entry.id,
      summary: entry.summary,
    }))
    expect(() => run.read(readSeries({ ...parts, blocks: wrong }, { order: 'step' }))).toThrow(dataLoss(/its summary is of other points$/))
    expect(() => run.read(readSeries({ ...parts, keyId: 2 }, { order: 'step' }))).toThrow(dataLoss(/it is of key 1, not 2$/))
  })
})

test('a journal batch without points, or with too many, is refused', () => {
  expect(() => encodeJournalBatch([])).toThrow(RangeError)
})

test('one point takes 27 bytes, a thousand of one key or at one step about eight each', () => {
  const point = { step: 5_000, timestamp: 1_760_000_000_000, value: Math.PI }
  expect(encodeJournalBatch([{ keyId: 100, points: [point] }]).length).toBeLessThanOrEqual(30)
  expect(encodeJournalBatch([{ keyId: 1, points: points.map((each, step) => ({ ...each, step })) }]).length).toBeLessThan(300 * 8 + 40)
  expect(encodeJournalBatch(Array.from({ length: 1_000 }, (_, keyId) => ({ keyId, points: [point] }))).length).toBeLessThan(1_000 * 8 + 40)
})
