import { describe, expect, it } from 'vitest'
import { countWords } from './count-words.ts'
import { embedText } from './embed-text.ts'

const counts = countWords(['the spool keeps records', 'the server sends records', 'the parent'])

function similarity(a: string, b: string): number {
  const [left, right] = [embedText(a, counts, 512), embedText(b, counts, 512)]
  return left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0)
}

describe('a vector of a text', () => {
  it('has length 1, and none for a text without words', () => {
    expect(similarity('the spool', 'the spool')).toBeCloseTo(1, 4)
    expect(embedText('…', counts, 8)).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
  })

  it('is near that of a text with other forms of its words, and far from that of another', () => {
    expect(similarity('Servers are restored', 'restore the server')).toBeGreaterThan(0.4)
    expect(Math.abs(similarity('Servers are restored', 'a learning rate'))).toBeLessThan(0.15)
  })

  it('gives rare words more weight', () => {
    expect(similarity('the spool', 'spool')).toBeGreaterThan(similarity('the spool', 'the'))
  })

  it('is not misled by words that objects have', () => {
    expect(embedText('constructor', counts, 64).every(Number.isFinite)).toBe(true)
  })
})
