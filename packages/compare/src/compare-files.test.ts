import { encode } from 'fast-png'
import { gzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { compareFiles } from './compare-files.ts'
import { npy, safetensors } from './testing/arrays.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const rungOf = (name: string, a: string | Uint8Array, b: string | Uint8Array): string =>
  compareFiles(name, [typeof a === 'string' ? bytes(a) : a, typeof b === 'string' ? bytes(b) : b]).rung

describe('texts', () => {
  it.each([
    ['identical', 'loss 0.5\n', 'loss 0.5\n'],
    ['numeric', 'loss 0.5000000001\n', 'loss 0.5\n'],
    ['different', 'loss 0.51\n', 'loss 0.5\n'],
    ['different', 'epoch 3\n', 'epoch 4\n'],
    ['different', 'count 1000000\n', 'count 1000001\n'],
    ['canonical', '2026-11-21 10:00:00 done in 3.2s\n', '2026-11-22T11:30:05.123Z done in 13s\n'],
    ['canonical', '<object at 0x7f3a12345678>', '<object at 0x7fbb12345000>'],
    ['canonical', 'saved /tmp/a1/out.txt', 'saved /var/folders/x/out.txt'],
    ['different', 'saved /tmp/a1/out.txt', 'saved /tmp/a1/other.txt'],
    ['canonical', 'id 123e4567-e89b-12d3-a456-426614174000', 'id 00000000-e89b-12d3-a456-426614174000'],
    ['different', 'hash 0xdeadbeefdeadbeef', 'hash 0xdeadbeefdeadbee0'],
    ['different', 'a\nb\n', 'a\nb\nc\n'],
    ['different', 'value nan', 'value 1.0'],
    ['different', '0.1234567890123456789012', '0.1234567890123456789013'],
  ])('%s: %j and %j', (rung, a, b) => expect(rungOf('log.txt', a, b)).toBe(rung))

  it('says where the first difference is and how large the largest', () => {
    const found = compareFiles('x.txt', [bytes('a 1.0\nb 2.0\nc 4.0'), bytes('a 1.0\nb 2.5\nc 3.0')])
    expect(found.evidence).toMatchObject({
      differing: 2,
      largestAbsolute: 1,
      largestRelative: 0.25,
      first: { place: 'line 2', a: '2', b: '2.5' },
    })
  })

  it('says when only the order differs, and is not fooled into calling that the same', () => {
    expect(compareFiles('x.txt', [bytes('b\na\n'), bytes('a\nb\n')])).toMatchObject({
      rung: 'different',
      notes: ['the same lines in another order'],
    })
  })
})

describe('json', () => {
  it.each([
    ['canonical', '{"a":1,"b":[1.0]}', '{ "b": [1.0], "a": 1 }'],
    ['canonical', '{"a":1.0}', '{"a":1}'],
    ['numeric', '{"loss":0.30000000000000004}', '{"loss":0.3}'],
    ['different', '{"loss":0.31}', '{"loss":0.3}'],
    ['different', '{"n":12345678901234567890}', '{"n":12345678901234567891}'],
    ['canonical', '{"loss":NaN,"x":1}', '{"x":1,"loss":NaN}'],
    ['different', '{"a":1}', '{"a":1,"b":null}'],
    ['different', '{"a":1,"a":2}', '{"a":3,"a":2}'],
    ['different', '["a","b"]', '["b","a"]'],
    ['different', '{"a":"1"}', '{"a":1}'],
  ])('%s: %s and %s', (rung, a, b) => expect(rungOf('m.json', a, b)).toBe(rung))

  it('falls to bytes for what is not JSON, and for nesting that would exhaust the stack', () => {
    const deep = '['.repeat(100_000)
    expect(compareFiles('x.json', [bytes(deep), bytes(`${deep} `)])).toMatchObject({
      rung: 'different',
      comparer: 'bytes',
      notes: expect.arrayContaining(['compared as bytes, not as json: it is nested too deeply']),
    })
  })
})

describe('tables', () => {
  it.each([
    ['canonical', 'a,b\n1,2\n', '"a","b"\r\n1,2\r\n'],
    ['numeric', 'a\n0.10000000001\n', 'a\n0.1\n'],
    ['different', 'a\n0.2\n', 'a\n0.1\n'],
    ['different', 'id\n7\n', 'id\n8\n'],
    ['different', 'a,b\n1,2\n', 'a,b\n1\n'],
  ])('%s: %j and %j', (rung, a, b) => expect(rungOf('t.csv', a, b)).toBe(rung))

  it('names the row and the column', () => {
    const found = compareFiles('t.csv', [bytes('step,loss\n0,1.5\n1,1.25\n'), bytes('step,loss\n0,1.5\n1,2.5\n')])
    expect(found.evidence.first).toEqual({ place: 'row 3, loss', a: '1.25', b: '2.5' })
  })
})

describe('arrays', () => {
  const near = 1 + 2 ** -23
  it('holds float32 to its own precision, and takes NaN for NaN', () => {
    const [a, b] = [npy('<f4', new Float32Array([1, NaN])), npy('<f4', new Float32Array([near, NaN]))]
    expect(compareFiles('w.npy', [a, b])).toMatchObject({
      rung: 'numeric',
      evidence: { differing: 1, largestUlps: 1, first: { place: '[0]' } },
    })
  })
  it.each([
    ['float64 beyond the bound', npy('<f8', new Float64Array([1])), npy('<f8', new Float64Array([1.001])), 'different'],
    ['float64 rounding', npy('<f8', new Float64Array([0.1 + 0.2])), npy('<f8', new Float64Array([0.3])), 'numeric'],
    ['half precision', npy('<f2', new Uint16Array([0x3c00])), npy('<f2', new Uint16Array([0x3c01])), 'numeric'],
    ['integers', npy('<i8', new BigInt64Array([2n ** 60n])), npy('<i8', new BigInt64Array([2n ** 60n + 1n])), 'different'],
    ['complex', npy('<c16', new Float64Array([1, 2])), npy('<c16', new Float64Array([1, 3])), 'different'],
    ['other types', npy('<f4', new Float32Array([1, 2])), npy('<f8', new Float64Array([1, 2])), 'different'],
    ['the same in another header', npy('<f8', new Float64Array([1])), npy('<f8', new Float64Array([1]), { blanks: 64 }), 'canonical'],
    ['infinity against a number', npy('<f8', new Float64Array([Infinity])), npy('<f8', new Float64Array([1e308])), 'different'],
    ['infinities of both signs', npy('<f8', new Float64Array([Infinity])), npy('<f8', new Float64Array([-Infinity])), 'different'],
  ])('%s', (_what, a, b, rung) => expect(compareFiles('x.npy', [a, b]).rung).toBe(rung))

  it('reads tensors by name', () => {
    const a = safetensors({ w: new Float32Array([1, 2]), b: new Float32Array([3]) }, { made: 'today' })
    const b = safetensors({ b: new Float32Array([3]), w: new Float32Array([1, 2]) }, { made: 'today' })
    expect(compareFiles('m.safetensors', [a, b]).rung).toBe('canonical')
    const c = safetensors({ b: new Float32Array([3]), w: new Float32Array([1, 2.5]) }, { made: 'today' })
    expect(compareFiles('m.safetensors', [a, c])).toMatchObject({
      rung: 'different',
      evidence: { first: { place: 'w[1]', a: '2', b: '2.5' } },
    })
    const d = safetensors({ w: new Float32Array([1, 2]), b: new Float32Array([3]) }, { made: 'tomorrow' })
    expect(rungOf('m.safetensors', a, d)).toBe('different')
  })
})

describe('archives', () => {
  const early = { mtime: new Date(2001, 1, 1) }
  const late = { mtime: new Date(2021, 1, 1) }
  it('leaves times and the order of members out of account', () => {
    const a = zipSync({ 'a.txt': [bytes('a'), early], 'b.txt': [bytes('b'), early] })
    const b = zipSync({ 'b.txt': [bytes('b'), late], 'a.txt': [bytes('a'), late] }, { level: 0 })
    expect(compareFiles('x.zip', [a, b])).toMatchObject({ rung: 'canonical', comparer: 'zip' })
  })
  it('compares members as what they are', () => {
    const a = zipSync({ 'w.npy': npy('<f8', new Float64Array([1])) })
    const b = zipSync({ 'w.npy': npy('<f8', new Float64Array([1.5])) })
    expect(compareFiles('x.npz', [a, b])).toMatchObject({
      rung: 'different',
      evidence: { first: { place: 'w.npy, [0]', a: '1', b: '1.5' } },
    })
    expect(rungOf('x.zip', zipSync({ a: bytes('a') }), zipSync({ a: bytes('a'), b: bytes('b') }))).toBe('different')
  })
  it('looks into gzip, several members included', () => {
    const [a, b] = [gzipSync(bytes('{"a":1,"b":2}'), { mtime: 1 }), gzipSync(bytes('{"b":2,"a":1}'), { mtime: 2 })]
    expect(compareFiles('x.json.gz', [a, b])).toMatchObject({ rung: 'canonical', comparer: 'gzip, json' })
    const twice = (last: string): Uint8Array => new Uint8Array([...gzipSync(bytes('one ')), ...gzipSync(bytes(last))])
    expect(rungOf('x.gz', twice('two'), twice('too'))).toBe('different')
  })
  it('gives up bombs, and what lies about its sizes, without unpacking them', () => {
    const bomb = (tail: number): Uint8Array => gzipSync(new Uint8Array(32 * 2 ** 20).fill(tail, 1_000))
    expect(compareFiles('x.gz', [bomb(1), bomb(2)], { budget: 2 ** 20 })).toMatchObject({ rung: 'different', comparer: 'bytes' })
    const damaged = (name: string): Uint8Array => {
      const archive = zipSync({ [name]: bytes('content content content') })
      archive[40] = (archive[40] ?? 0) ^ 0xff
      return archive
    }
    expect(compareFiles('x.zip', [damaged('a'), damaged('b')]).rung).toBe('different')
  })
})

describe('images', () => {
  const image = (value: number, text: Record<string, string> = {}): Uint8Array =>
    encode({ width: 2, height: 2, channels: 3, depth: 8, data: new Uint8Array(12).fill(value), text })
  it('sees pixels, not the text beside them', () => {
    expect(compareFiles('p.png', [image(5, { Software: 'one' }), image(5, { Software: 'two' })]).rung).toBe('canonical')
    expect(compareFiles('p.png', [image(5), image(7)])).toMatchObject({
      rung: 'different',
      evidence: { compared: 4, differing: 4, largestAbsolute: 2, first: { place: 'x 0, y 0', a: '5 5 5', b: '7 7 7' } },
    })
  })
  it('sees the palette', () => {
    const withPalette = (red: number): Uint8Array =>
      encode({ width: 1, height: 1, channels: 1, depth: 8, data: new Uint8Array([0]), palette: [[red, 0, 0]] })
    expect(compareFiles('p.png', [withPalette(1), withPalette(2)]).rung).toBe('different')
  })
})

it('never throws, and never calls damaged files the same', () => {
  const samples = [
    npy('<f4', new Float32Array([1, 2, 3])),
    zipSync({ a: bytes('some text, some text') }),
    gzipSync(bytes('{"a":[1,2,3]}')),
    encode({ width: 3, height: 3, channels: 1, depth: 8, data: new Uint8Array(9) }),
    safetensors({ w: new Float32Array([1, 2]) }),
    bytes('{"a":[1,2,{"b":"c"}]}'),
  ]
  for (const sample of samples) {
    for (let at = 0; at < sample.length; at++) {
      const flipped = sample.slice()
      flipped[at] = (flipped[at] ?? 0) ^ 0x41
      const found = compareFiles('file.json', [sample, flipped])
      expect(found.rung).not.toBe('identical')
      compareFiles('file.safetensors', [flipped, sample.subarray(0, at)])
    }
  }
})
