import { expect, it } from 'vitest'
import { readNpz, textOf, toTextArray, writeNpz } from './index.ts'

const arrays = {
  X: { shape: [2, 3], data: Float64Array.of(0, -0, 1.5, Number.NaN, Infinity, Number.MIN_VALUE) },
  y: { shape: [2], data: Uint8Array.of(0, 255) },
  text: toTextArray('{"α": 1}'),
}

it('gives back what it wrote, to the bit', () => {
  const read = readNpz(writeNpz(arrays))
  expect(read).toEqual(arrays)
  expect(Object.is(read['X']!.data[1], -0)).toBe(true)
  expect(textOf(read['text']!)).toBe('{"α": 1}')
})

it('writes the same bytes for the same arrays', () => {
  expect(Buffer.compare(writeNpz(arrays), writeNpz(arrays))).toBe(0)
})

it.each([
  ['no archive', () => Buffer.from('hello'), 'it is no ZIP archive'],
  ['an archive that ends early', () => writeNpz(arrays).subarray(0, 300), 'it is no ZIP archive'],
  ['a changed number', () => flipByte(writeNpz(arrays), 160), 'its entry X.npy is damaged'],
])('says what is wrong with %s', (_, make, message) => {
  expect(() => readNpz(make())).toThrow(message)
})

it('is not fooled by an entry that claims to be compressed', () => {
  const archive = Buffer.from(writeNpz({ y: { shape: [4], data: Uint8Array.of(1, 2, 3, 4) } }))
  archive.writeUInt16LE(8, archive.lastIndexOf('PK\x01\x02') + 10)
  expect(() => readNpz(archive)).toThrow('its entry y.npy is damaged')
})

function flipByte(bytes: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(bytes)
  changed[at] = (changed[at] ?? 0) ^ 1
  return changed
}
