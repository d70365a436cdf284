import { describe, expect, it } from 'vitest'
import { createRecordReader, separatorOf, splitRecord } from './read-records.ts'

function readAll(text: string, piece: number): string[] {
  const reader = createRecordReader()
  const records: string[] = []
  for (let at = 0; at < text.length; at += piece) records.push(...reader.push(text.slice(at, at + piece)))
  return [...records, ...reader.end()]
}

describe('a table of text', () => {
  it.each([1, 2, 7, 1_000])('is cut into the same rows in pieces of %s characters', (piece) => {
    const rows = readAll('a,b\r\n"1,2","say ""hi""\nthere"\r\n\n3,\n4,5\n5" pipe,6\n7,8', piece)
    expect(rows.map((row) => splitRecord(row, ','))).toEqual([
      ['a', 'b'],
      ['1,2', 'say "hi"\nthere'],
      ['3', ''],
      ['4', '5'],
      ['5" pipe', '6'],
      ['7', '8'],
    ])
  })

  it('keeps quotes that open nothing, and what stands after a closing one', () => {
    expect(splitRecord('5" pipe,"a"b,""', ',')).toEqual(['5" pipe', 'ab', ''])
    expect(splitRecord('"open, for ever', ',')).toEqual(['open, for ever'])
  })

  it('is apart by what its first rows have alike', () => {
    expect(separatorOf('x.csv', ['a;b', '1,5;2', '1,5;3'])).toBe(';')
    expect(separatorOf('x.csv', ['a,b', '1;x,2'])).toBe(',')
    expect(separatorOf('x.tsv', ['a,b'])).toBe('\t')
    expect(separatorOf('x.csv', ['one', '2'])).toBe(',')
  })

  it('is none when a row has no end', () => {
    const reader = createRecordReader()
    expect(() => {
      for (let piece = 0; piece < 20; piece++) reader.push('x'.repeat(100_000))
    }).toThrow(RangeError)
  })
})
