import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffLines } from './diff-lines.ts'
import { partsOfLine } from './parts-of-line.ts'
import { foldRows, pairRows } from './diff-rows.ts'

const lines = (text: string) => text.split(' ')

/** The two texts that a way leads between. */
function replay(a: readonly string[], b: readonly string[]) {
  const steps = diffLines(a, b)
  const left = steps.flatMap((step) => (step.kind === 'added' ? [] : [a[step.a]]))
  const right = steps.flatMap((step) => (step.kind === 'removed' ? [] : [b[step.b]]))
  const isTrue = steps.every((step) => step.kind !== 'same' || a[step.a] === b[step.b])
  return { left, right, isTrue, changes: steps.filter(({ kind }) => kind !== 'same').length }
}

describe('the way from a text to another', () => {
  it('leads between any two texts', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 40 })
    fc.assert(
      fc.property(text, text, (a, b) => {
        const { left, right, isTrue } = replay(a, b)
        expect([left, right, isTrue]).toEqual([a, b, true])
      }),
      { numRuns: 500 },
    )
  })

  it('is as short as a person would have it', () => {
    expect(replay(lines('a b c d'), lines('a x c d')).changes).toBe(2)
    expect(replay(lines('a b c'), lines('b c a b c')).changes).toBe(2)
    expect(replay(lines('a a a b'), lines('a a b')).changes).toBe(1)
    expect(replay([], lines('a b')).changes).toBe(2)
  })

  it('is found for long texts with many changes', () => {
    const a = Array.from({ length: 50_000 }, (_, at) => `line ${at}`)
    const b = a.map((line, at) => (at % 10 === 0 ? `${line} changed` : line))
    expect(replay(a, b).changes).toBe(10_000)
    const noise = Array.from({ length: 20_000 }, (_, at) => String((at * 7_919) % 13))
    expect(replay(noise, noise.toReversed()).right).toEqual(noise.toReversed())
  })
})

describe('rows of a difference', () => {
  it('stand beside each other where a line was changed', () => {
    const rows = pairRows(diffLines(lines('a b c'), lines('a x y c')))
    expect(rows).toEqual([{ a: 0, b: 0 }, { a: 1, b: 1 }, { b: 2 }, { a: 2, b: 3 }].map((row) => expect.objectContaining(row)))
  })

  it('are folded where nothing changes', () => {
    const a = Array.from({ length: 50 }, (_, at) => String(at))
    const folded = foldRows(pairRows(diffLines(a, a.with(25, 'x'))), new Set())
    expect(folded.map((row) => ('folded' in row ? `… ${row.folded}` : row.a))).toEqual(['… 22', 22, 23, 24, 25, 26, 27, 28, '… 21'])
    expect(foldRows(pairRows(diffLines(a, a)), new Set([0])).length).toBe(50)
  })
})

it('parts of a line that were changed are known', () => {
  expect(partsOfLine('lr = 0.1  # rate', 'lr = 0.25  # rate')).toEqual([
    [
      { text: 'lr = 0.', isChanged: false },
      { text: '1', isChanged: true },
      { text: '  # rate', isChanged: false },
    ],
    [
      { text: 'lr = 0.', isChanged: false },
      { text: '25', isChanged: true },
      { text: '  # rate', isChanged: false },
    ],
  ])
  expect(partsOfLine('abc', 'xyz 1')).toBeUndefined()
})
