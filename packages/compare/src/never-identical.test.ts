import fc from 'fast-check'
import { gzipSync, zipSync } from 'fflate'
import { encode as encodePng } from 'fast-png'
import { describe, expect, it } from 'vitest'
import { compareFiles } from './compare-files.ts'
import { compareSeries } from './series/compare-series.ts'
import { npy, safetensors } from './testing/arrays.ts'
import type { Setting } from './text/setting.ts'

/** Files of a kind, made from the numbers that they hold. */
const kinds: Readonly<Record<string, (numbers: readonly number[]) => Uint8Array>> = {
  'x.json': (numbers) => toBytes(JSON.stringify({ loss: numbers, deep: [{ first: numbers[0] }], ok: true })),
  'x.csv': (numbers) => toBytes(`step,loss\n${numbers.map((number, step) => `${step},${number}`).join('\n')}\n`),
  'x.txt': (numbers) => toBytes(numbers.map((number, step) => `step ${step}: loss=${number}, done\n`).join('')),
  'x.npy': (numbers) => npy('<f8', Float64Array.from(numbers)),
  'x.npz': (numbers) => zipSync({ 'w.npy': npy('<f8', Float64Array.from(numbers)), 'n.json': toBytes(JSON.stringify(numbers)) }),
  'x.json.gz': (numbers) => gzipSync(toBytes(JSON.stringify(numbers))),
  'x.safetensors': (numbers) => safetensors({ w: Float32Array.from(numbers) }),
  'x.bin': (numbers) => new Uint8Array(Float64Array.from(numbers).buffer),
}
const names = Object.keys(kinds)
const during = { from: Date.UTC(2026, 2, 14), to: Date.UTC(2026, 2, 14, 0, 1) }
const known: Setting = { during, folders: ['/work'], ids: ['0'.repeat(32)] }
const settings = fc.constantFrom<readonly [Setting, Setting] | undefined>(undefined, [known, known])
const plain = fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter((number) => Math.abs(number) > 1e-3)
const odd = fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, Number.MIN_VALUE, Number.MAX_VALUE)

function toBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

describe('a result that was changed', () => {
  it('is different where a number changed by more than the tolerance', () => {
    const change = fc.double({ min: 1e-4, max: 10, noNaN: true })
    fc.assert(
      fc.property(
        fc.record({
          numbers: fc.array(plain, { minLength: 1, maxLength: 12 }),
          at: fc.nat(),
          change,
          name: fc.constantFrom(...names),
          settings,
        }),
        ({ numbers, at, change: by, name, settings: known_ }) => {
          const changed = numbers.with(at % numbers.length, (numbers[at % numbers.length] ?? 0) * (1 + by))
          const make = kinds[name] ?? toBytes.bind(undefined, '')
          expect(compareFiles(name, [make(numbers), make(changed)], { settings: known_ }).rung).toBe('different')
        },
      ),
      { numRuns: 400 },
    )
  })
  it('is never identical where a byte changed, was lost or came', () => {
    const file = fc.tuple(fc.constantFrom(...names, 'x.png'), fc.array(plain, { minLength: 1, maxLength: 8 })).map(([name, numbers]) => {
      const data = Uint8Array.from(numbers, (number) => Math.abs(number) % 256)
      return { name, bytes: kinds[name]?.(numbers) ?? encodePng({ width: data.length, height: 1, channels: 1, depth: 8, data }) }
    })
    const edit = fc.record({ at: fc.nat(), by: fc.integer({ min: 1, max: 255 }), how: fc.constantFrom('change', 'lose', 'add') })
    fc.assert(
      fc.property(file, edit, settings, ({ name, bytes }, { at, by, how }, known_) => {
        const place = at % bytes.length
        const rest = [...bytes.subarray(place + (how === 'add' ? 0 : 1))]
        const middle = how === 'lose' ? [] : how === 'add' ? [by] : [(bytes[place] ?? 0) ^ by]
        const changed = Uint8Array.from([...bytes.subarray(0, place), ...middle, ...rest])
        const same = changed.length === bytes.length && changed.every((byte, index) => byte === bytes[index])
        if (!same) expect(compareFiles(name, [bytes, changed], { settings: known_ }).rung).not.toBe('identical')
      }),
      { numRuns: 600 },
    )
  })
  it('is different where a word, a digest or a whole number changed', () => {
    const token = fc.oneof(
      fc.stringMatching(/^[a-z]{1,8}$/),
      fc.stringMatching(/^[0-9a-f]{12,40}$/),
      fc.integer({ min: -1e9, max: 1e9 }).map(String),
      fc.stringMatching(/^[1-9]e[1-9]\d{2}[a-f]\d$/),
    )
    const lines = fc.array(token, { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(lines, fc.nat(), token, fc.constantFrom('x.txt', 'x.json', 'x.csv'), (tokens, at, other, name) => {
        const place = at % tokens.length
        fc.pre(tokens[place] !== other && tokens[place] !== `+${other}`)
        const print = (all: readonly string[]): Uint8Array =>
          toBytes(name === 'x.json' ? JSON.stringify(all) : `value\n${all.join('\n')}\n`)
        expect(compareFiles(name, [print(tokens), print(tokens.with(place, other))], { settings: [known, known] }).rung).toBe('different')
      }),
      { numRuns: 400 },
    )
  })
  it('is never identical as a series where a value, a step or a point changed', () => {
    const value = fc.oneof(plain, odd)
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), fc.nat(), value, (values, at, other) => {
        const place = at % values.length
        const series = (all: readonly number[]): { step: number; value: number }[] => all.map((one, step) => ({ step, value: one }))
        const points = series(values)
        if (!Object.is(values[place], other)) {
          expect(compareSeries([points, series(values.with(place, other))]).rung).not.toBe('identical')
        }
        expect(compareSeries([points, points.slice(1)]).rung).toBe('different')
        expect(compareSeries([points, points.map(({ step, value: one }) => ({ step: step + 1, value: one }))]).rung).toBe('different')
      }),
      { numRuns: 400 },
    )
  })
})
