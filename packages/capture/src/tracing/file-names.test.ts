import { expect, it } from 'vitest'
import { fileNameOf, textOf } from './file-names.ts'

it.each([
  [[0x61, 0x2f, 0xc3, 0xbc], 'a/ü'],
  [[0x63, 0xe9, 0x2e], 'c\udce9.'],
  [[0xff, 0xf0, 0x9f, 0x98, 0x80, 0xc3], '\udcff😀\udcc3'],
])('gives a name of any bytes a text, and the bytes back: %j', (bytes, text) => {
  expect(textOf(Uint8Array.from(bytes))).toBe(text)
  expect(Buffer.from(fileNameOf(text))).toEqual(Buffer.from(bytes))
})
