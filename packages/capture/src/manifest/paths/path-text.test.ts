import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparePaths, decodePath, encodePath, isPathText, toFsPath, toPathBytes, toReadablePath } from './path-text.ts'

const bytes = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 12 }).map((array) => Buffer.from(array)),
  fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => Buffer.from(text)),
  fc.constantFrom('\\', '\\xff', '\\\\x', 'ü\\', 'a\nb').map((text) => Buffer.from(text)),
)
const encode = (buffer: Buffer): string => encodePath(buffer.toString('latin1'))

describe('the text of a path', () => {
  it.each([
    ['plain.csv', 'plain.csv'],
    ['über 文.csv', 'über 文.csv'],
    ['back\\slash', 'back\\\\slash'],
    [Buffer.from([0x61, 0xff, 0x62]), 'a\\xffb'],
    [Buffer.from([0xc3, 0xbc, 0xc3]), 'ü\\xc3'],
    [Buffer.from('\\xff'), '\\\\xff'],
    [Buffer.from([0xed, 0xa0, 0x80]), '\\xed\\xa0\\x80'],
  ])('%j is written %j', (path, text) => {
    expect(encode(Buffer.from(path as string))).toBe(text)
    expect(decodePath(text)).toEqual(Buffer.from(path as string))
  })

  it('holds any bytes, and different ones differently', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(decodePath(encode(a))).toEqual(a)
        expect(toPathBytes(encode(a))).toBe(a.toString('latin1'))
        expect(encode(a) === encode(b)).toBe(a.equals(b))
        expect(Buffer.from(toFsPath('/data', a.toString('latin1')))).toEqual(Buffer.concat([Buffer.from('/data/'), a]))
      }),
    )
  })

  it('has the order of the bytes', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(Math.sign(comparePaths(encode(a), encode(b)))).toBe(Math.sign(Buffer.compare(a, b)))
      }),
    )
    // UTF-16 has another order than UTF-8.
    expect(comparePaths('\u{1f600}', '\uffee')).toBeGreaterThan(0)
  })

  it.each(['a\\b', '\\x41', '\\xC3', '\\xc3\\xbc', '\\x', '\ud800'])('%j is none', (text) => {
    expect(isPathText(text)).toBe(false)
    expect(() => decodePath(text)).toThrow('is no path as manifests write them')
  })

  it('is read by people without escapes', () => {
    expect(toReadablePath('back\\\\slash \\xff')).toBe('back\\slash \ufffd')
  })
})
