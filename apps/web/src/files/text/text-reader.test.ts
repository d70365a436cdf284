import { describe, expect, test } from 'vitest'
import { decodeParts } from './decode-parts.ts'

const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const utf8 = (text: string) => new TextEncoder().encode(text)
const utf16 = (text: string, isLittle: boolean) => {
  const bytes = new Uint8Array(2 * text.length + 2)
  const view = new DataView(bytes.buffer)
  for (const [at, unit] of Array.from(`\ufeff${text}`, (one) => one.charCodeAt(0)).entries()) view.setUint16(2 * at, unit, isLittle)
  return bytes
}

describe('the text of bytes', () => {
  test.each([
    ['UTF-8', [utf8('na\u00efve \u{1f47e} \u20ac')], 'na\u00efve \u{1f47e} \u20ac', 'utf-8'],
    ['Latin-1', [latin('name,stra\xdfe\nRen\xe9,\xfc')], 'name,stra\u00dfe\nRen\u00e9,\u00fc', 'windows-1252'],
    ['Windows-1252', [latin('5 \x80 \x93so\x94')], '5 \u20ac \u201cso\u201d', 'windows-1252'],
    ['Latin-1 that begins as ASCII', [latin('a,b\n'), latin('1,2\n'), latin('\xe9,3\n')], 'a,b\n1,2\n\u00e9,3\n', 'windows-1252'],
    ['Latin-1 whose last byte is no ASCII', [latin('caf\xe9')], 'caf\u00e9', 'windows-1252'],
    ['UTF-16, low byte first', [utf16('a\u00e9', true)], 'a\u00e9', 'utf-16le'],
    ['UTF-16, high byte first', [utf16('a\u00e9', false)], 'a\u00e9', 'utf-16be'],
    ['UTF-8 that is cut within a character', [utf8('a\u20ac').subarray(0, 2), utf8('a\u20ac').subarray(2)], 'a\u20ac', 'utf-8'],
    [
      'UTF-8 with a damaged byte',
      [Uint8Array.of(...utf8('\u00e9\u00e8 '), 0xff, ...utf8(' \u00fc'))],
      '\u00e9\u00e8 \ufffd \u00fc',
      'utf-8',
    ],
    ['nothing', [], '', 'utf-8'],
  ])('of %s', (_, parts, text, encoding) => {
    expect(decodeParts(parts, true)).toEqual({ text, encoding })
  })

  test('of a beginning ends before a character that is cut off', () => {
    expect(decodeParts([utf8('a\u20ac').subarray(0, 3)], false)).toEqual({ text: 'a', encoding: 'utf-8' })
  })
})
