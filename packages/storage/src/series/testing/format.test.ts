import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { encodeBlock, encodeBlockSummary, encodeJournalBatch, summarizeSection } from '../index.ts'
import { toColumns, toPoints } from '../point.ts'
import type { Point } from '../point.ts'
import { anyPoint, anyStretch, expandStretch } from './arbitraries.ts'
import { dedupe } from './oracle.ts'
import { Cursor, readBlock, readJournalBatch, readSummary } from './plain-reader.ts'
import type { PlainPoint } from './plain-reader.ts'

interface Example {
  readonly kind: string
  readonly count: number
  readonly bytes: Uint8Array
  readonly meaning: unknown
}

const page = readFileSync(new URL('../../../../../docs/formats/series.md', import.meta.url), 'utf8')
const examples = [...page.matchAll(/^```example (\w+) ?(\d*)\n([^=]*)= (.*?)^```/gms)].map(
  ([, kind = '', count, hex = '', json = '']): Example => ({
    kind,
    count: Number(count),
    bytes: Uint8Array.from(hex.trim().split(/\s+/), (pair) => parseInt(pair, 16)),
    meaning: JSON.parse(json),
  }),
)

/** The JSON of the page: NaN, infinities, -0 and integers beyond 2^53 are texts. */
function toMeaning(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : Number.isFinite(value) ? value : String(value)
  if (Array.isArray(value)) return value.map(toMeaning)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, toMeaning(part)]))
}

function toTriple({ step, timestamp, value }: PlainPoint): unknown {
  return toMeaning([step, timestamp, value])
}

/** Columns stand without a checksum on the page. */
function column(bytes: Uint8Array): Cursor {
  const checksum = new Uint8Array(new Uint32Array([crc32(bytes)]).buffer)
  return new Cursor(Uint8Array.of(...bytes, ...checksum))
}

const readExample: Record<string, (example: Example) => unknown> = {
  ints: ({ bytes, count }) => {
    const cursor = column(bytes)
    const ints = cursor.ints(count)
    cursor.expectEnd()
    return toMeaning(ints)
  },
  values: ({ bytes, count }) => {
    const cursor = column(bytes)
    const values = cursor.values(count)
    cursor.expectEnd()
    return toMeaning(values)
  },
  journal: ({ bytes }) => toMeaning(readJournalBatch(bytes)),
  block: ({ bytes }) => {
    const { level, sections } = readBlock(bytes)
    return { level, sections: sections.map(({ key, points }) => ({ key: toMeaning(key), points: points.map(toTriple) })) }
  },
  summary: ({ bytes }) => {
    const { first, last, earliest, latest, ...figures } = readSummary(bytes)
    return {
      ...(toMeaning(figures) as object),
      first: toTriple(first),
      last: toTriple(last),
      earliest: toTriple(earliest),
      latest: toTriple(latest),
    }
  },
}

/** The page writes out the long block in short. */
function writeOut(meaning: unknown): unknown {
  const [section] = (meaning as { sections?: Record<string, unknown>[] }).sections ?? []
  if (section === undefined || !('values' in section)) return meaning
  const values = (section['values'] as [number, number][]).flatMap(([times, value]) => Array.from({ length: times }, () => value))
  const points = values.map((value, at) => [Number(section['steps from']) + at, Number(section['timestamps down from']) - at, value])
  return { ...(meaning as object), sections: [{ key: section['key'], points }] }
}

test('the page has an example of every structure', () => {
  expect(new Set(examples.map(({ kind }) => kind))).toEqual(new Set(Object.keys(readExample)))
})

for (const [index, example] of examples.entries()) {
  test(`a reader written from the page reads its example ${index + 1}, ${example.kind}`, () => {
    expect(readExample[example.kind]?.(example)).toEqual(writeOut(example.meaning))
  })
}

const anyPoints = fc.oneof(fc.array(anyPoint(fc), { minLength: 1, maxLength: 10 }), anyStretch(fc, 400).map(expandStretch))
const anyKeyed = fc.uniqueArray(fc.record({ keyId: fc.nat(1000), points: anyPoints }), {
  selector: ({ keyId }) => keyId,
  minLength: 1,
  maxLength: 5,
})

function toPlain({ step, timestamp, value }: Point): PlainPoint {
  return { step: BigInt(step), timestamp: BigInt(timestamp), value }
}

test('it reads what the engine writes', () => {
  fc.assert(
    fc.property(anyKeyed, (keyed) => {
      const journal = readJournalBatch(encodeJournalBatch(keyed))
      expect(journal).toEqual(keyed.flatMap(({ keyId, points }) => points.map((point) => ({ key: BigInt(keyId), ...toPlain(point) }))))

      const sections = keyed.map(({ keyId, points }) => ({ keyId, points: dedupe(points, 'step') })).toSorted((a, b) => a.keyId - b.keyId)
      let end = 0
      const ends = sections.map(({ points }) => (end += points.length))
      const columns = toColumns(sections.flatMap(({ points }) => points))
      const table = { keys: sections.map(({ keyId }) => keyId), ends, points: columns }
      const block = readBlock(encodeBlock(table, { from: 0, to: sections.length, level: 3 }))
      expect(block).toEqual({
        level: 3,
        sections: sections.map(({ keyId, points }) => ({ key: BigInt(keyId), points: points.map(toPlain) })),
      })

      const summary = summarizeSection(7, columns, 0, ends[0] ?? 0)
      const read = readSummary(encodeBlockSummary(summary))
      const [first] = toPoints(columns)
      expect(read).toMatchObject({
        key: 7n,
        count: BigInt(ends[0] ?? 0),
        first: first && toPlain(first),
        min: summary.min,
        max: summary.max,
        sum: summary.sum,
      })
      expect(read.latest).toEqual(toPlain(summary.latest))
    }),
    { numRuns: 60 },
  )
})
