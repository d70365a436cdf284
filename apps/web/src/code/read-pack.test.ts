import { describe, expect, it } from 'vitest'
import { inflateZlib } from './inflate.ts'
import { type GitObjects, readPack } from './read-pack.ts'
import { listTree } from './read-tree.ts'
import { sha1 } from './sha1.ts'
import { packs } from './testing/packs.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const decode = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
const noise = (length: number) => Uint8Array.from({ length }, (_, at) => Math.imul(at, 2_654_435_761) >>> ((at % 3) * 8))

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'))
  return new Uint8Array(await new Response(packed).arrayBuffer())
}

describe('a zlib stream', () => {
  it.each([
    ['of few bytes', encode('hello')],
    ['of nothing', new Uint8Array()],
    ['of noise', noise(70_000)],
    ['that repeats', encode('abcabcabd'.repeat(50_000))],
    ['of text', encode(Array.from({ length: 5_000 }, (_, at) => `line ${at * at}`).join('\n'))],
  ])('%s is unpacked, and its end is found', async (_name, bytes) => {
    const packed = await deflate(bytes)
    const { bytes: found, taken } = inflateZlib(new Uint8Array([9, 9, ...packed, 7, 7, 7, 7, 7, 7]), 2, bytes.length)
    expect(found.every((byte, at) => byte === bytes[at])).toBe(true)
    expect(taken).toBe(packed.length)
  })

  it('of stored bytes is taken as it is', () => {
    const stored = Uint8Array.of(0x78, 1, 1, 3, 0, 0xfc, 0xff, 65, 66, 67, 0, 0, 0, 0)
    expect(inflateZlib(stored, 0, 3)).toEqual({ bytes: encode('ABC'), taken: stored.length })
  })

  it('that is damaged, cut off, or larger than it says is refused', async () => {
    const packed = await deflate(encode('abc'.repeat(1_000)))
    expect(() => inflateZlib(packed.subarray(0, 8), 0, 3_000)).toThrow()
    expect(() => inflateZlib(packed, 0, 2_999)).toThrow()
    expect(() => inflateZlib(packed, 0, 3_001)).toThrow()
    expect(() => inflateZlib(new Uint8Array(40).fill(0xff), 0, 10)).toThrow()
  })
})

it.each([0, 1, 55, 56, 63, 64, 65, 1_000, 100_000])('SHA-1 of %s bytes', async (length) => {
  const bytes = noise(length)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-1', bytes))
  expect(sha1(bytes.subarray(0, 10), bytes.subarray(10))).toBe(Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''))
})

describe('a pack that git has written', () => {
  const [first, second] = packs.trees
  const textOf = (objects: GitObjects, tree: string) => {
    const file = listTree(objects, tree).find(({ path }) => path === 'src/long.txt')
    return new TextDecoder().decode(objects.get(file?.id ?? '')?.bytes)
  }

  it('gives the files of its tree, and a thin one those that build on it', () => {
    const objects: GitObjects = new Map()
    readPack(decode(packs.first), objects)
    expect(listTree(objects, first).map(({ path, size }) => [path, size])).toEqual([
      ['src/deep/ü.py', 9],
      ['src/long.txt', expect.any(Number)],
    ])
    readPack(decode(packs.second), objects)
    expect(textOf(objects, second)).toContain('line 413\nchanged\nline 427')
  })

  it('is read with differences by place', () => {
    const objects: GitObjects = new Map()
    readPack(decode(packs.both), objects)
    expect(textOf(objects, first)).toContain('line 413\nline 420\nline 427')
    expect(textOf(objects, second)).toContain('line 413\nchanged\nline 427')
  })

  it('says when it is damaged, and when what it builds on is missing', () => {
    expect(() => readPack(decode(packs.second), new Map())).toThrow('builds on code that is not here')
    expect(() => readPack(decode(packs.first).subarray(0, 100), new Map())).toThrow()
    expect(() => readPack(encode('no pack'.repeat(10)), new Map())).toThrow('no pack of git')
  })
})
