import { deepStrictEqual } from 'node:assert/strict'
import { BlockReader } from '../codec/block-reader.ts'
import { decodeBlockSummary, encodeBlockSummary } from '../codec/block-summary.ts'
import { encodeBlock } from '../codec/block-writer.ts'
import { decodeJournalBatch, encodeJournalBatch, readJournalSeries } from '../codec/journal-batch.ts'
import { PointBuffer } from '../point-buffer.ts'
import { toColumns, toPoints } from '../point.ts'
import type { Point } from '../point.ts'
import { sectionEnd, sectionStart, SectionTableBuilder } from '../section-table.ts'
import type { SectionTable } from '../section-table.ts'
import { summarizeSection } from '../section-summary.ts'
import { anyPoint, anyStretch, expandStretch } from './arbitraries.ts'
import type { FastCheck } from './arbitraries.ts'
import { anyDamages, seal, spoil, survive } from './damage.ts'
import { dedupe } from './oracle.ts'

interface KeyedPoints {
  readonly keyId: number
  readonly points: readonly Point[]
}

function anyEntries(fc: FastCheck) {
  const points = fc.oneof(fc.array(anyPoint(fc), { minLength: 1, maxLength: 8 }), anyStretch(fc, 600).map(expandStretch))
  const keyId = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.maxSafeNat())
  return fc.array(fc.record({ keyId, points }), { minLength: 1, maxLength: 12 })
}

/** A journal batch gives back every point bit for bit in the order of arrival, whole and key by key. */
export function checkJournalRoundTrip(fc: FastCheck, runs: number): void {
  const property = fc.property(anyEntries(fc), (entries) => {
    const data = encodeJournalBatch(entries)
    const rows = decodeJournalBatch(data, 1)
    const expected = entries.flatMap(({ keyId, points }) => points.map((point) => ({ keyId, ...point })))
    deepStrictEqual(
      toPoints(rows).map((point, index) => ({ keyId: rows.keyIds[index], ...point })),
      expected,
    )
    for (const { keyId } of entries) {
      const series = new PointBuffer()
      readJournalSeries({ id: 1, data }, keyId, series)
      deepStrictEqual(
        toPoints(series.finish()),
        entries.filter((entry) => entry.keyId === keyId).flatMap(({ points }) => points),
      )
    }
  })
  fc.assert(property, { numRuns: runs })
}

/** A block gives back its sections, deduplicated and sorted, whole and one by one; summaries come back as they were. */
export function checkBlockRoundTrip(fc: FastCheck, runs: number): void {
  const property = fc.property(anyEntries(fc), fc.nat(40), (entries, level) => {
    const table = tabulate(entries)
    const block = new BlockReader(encodeBlock(table, { from: 0, to: table.keys.length, level }), 1)
    const all = block.readAll()
    deepStrictEqual([block.level, block.points, all.keys], [level, table.ends.at(-1), table.keys])
    for (const [index, keyId] of table.keys.entries()) {
      const expected = dedupe(
        entries.filter((entry) => entry.keyId === keyId).flatMap(({ points }) => points),
        'step',
      )
      const single = new PointBuffer(1)
      block.readSection(block.find(keyId), single)
      deepStrictEqual(toPoints(single.finish()), expected)
      deepStrictEqual(toPoints(cut(all, index)), expected)
      const summary = summarizeSection(keyId, table.points, sectionStart(table, index), sectionEnd(table, index))
      deepStrictEqual(decodeBlockSummary(encodeBlockSummary(summary), 1), summary)
    }
  })
  fc.assert(property, { numRuns: runs })
}

/** Damaged bytes, with a checksum that fits them, end in DATA_LOSS or in points: never in a crash, a hang or a huge allocation. */
export function checkHostileBytes(fc: FastCheck, runs: number): void {
  const property = fc.property(anyEntries(fc), anyDamages(fc), (entries, damages) => {
    const table = tabulate(entries)
    const summary = summarizeSection(1, table.points, 0, sectionEnd(table, 0))
    survive(spoil(encodeJournalBatch(entries), damages), (bytes) => decodeJournalBatch(bytes, 1))
    survive(spoil(encodeBlock(table, { from: 0, to: table.keys.length, level: 0 }), damages), (bytes) =>
      new BlockReader(bytes, 1).readAll(),
    )
    survive(spoil(encodeBlockSummary(summary), damages), (bytes) => decodeBlockSummary(bytes, 1))
  })
  fc.assert(property, { numRuns: runs })
  const noise = fc.property(fc.uint8Array({ maxLength: 200 }), (content) => {
    for (const bytes of [content, seal(Uint8Array.of(1, ...content))]) {
      survive(bytes, () => decodeJournalBatch(bytes, 1))
      survive(bytes, () => new BlockReader(bytes, 1).readAll())
      survive(bytes, () => decodeBlockSummary(bytes, 1))
    }
  })
  fc.assert(noise, { numRuns: runs })
}

function tabulate(entries: readonly KeyedPoints[]): SectionTable {
  const byKey = Map.groupBy(entries, ({ keyId }) => keyId)
  const table = new SectionTableBuilder(16)
  for (const [keyId, ofKey] of [...byKey].toSorted(([a], [b]) => a - b)) {
    for (const { points } of ofKey) table.points.copy(toColumns(points), 0, points.length)
    table.close(keyId)
  }
  return table
}

function cut(table: SectionTable, index: number) {
  const part = new PointBuffer(1)
  part.copy(table.points, sectionStart(table, index), sectionEnd(table, index))
  return part.finish()
}
