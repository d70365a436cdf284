import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { createKeptBytes } from './kept-bytes.ts'

it('keeps all of what is short, however it is cut', () => {
  const kept = createKeptBytes(8)
  for (const part of ['hel', 'lo wor', 'ld, y', '']) kept.add(Buffer.from(part))
  expect(kept.read().toString()).toBe('hello world, y')
  expect([kept.size, kept.isCut, kept.sha256()]).toEqual([14, false, createHash('sha256').update('hello world, y').digest('hex')])
})

it('keeps whole lines of the beginning and the end of what is long, and says what is missing', () => {
  const lines = Array.from({ length: 1_000 }, (_, index) => `line ${index}\n`)
  const kept = createKeptBytes(100)
  for (const line of lines) kept.add(Buffer.from(line))
  const bytes = kept.read()
  const text = bytes.toString()
  expect(text).toMatch(/^line 0\n[^]*line 12\n\n\[… \d+ bytes are not kept …\]\n\nline 9\d\d\n[^]*line 999\n$/)
  const missing = Number(/… (\d+) bytes/.exec(text)?.[1])
  const note = `\n[… ${missing} bytes are not kept …]\n\n`
  expect(bytes.length - Buffer.byteLength(note) + missing).toBe(kept.size)
  expect(kept.sha256()).toBe(createHash('sha256').update(lines.join('')).digest('hex'))
})

it('keeps no more than it may when one chunk is larger than everything', () => {
  const kept = createKeptBytes(100)
  kept.add(Buffer.alloc(1_000_000, 'x\n'))
  kept.add(Buffer.alloc(1_000_000, 'y\n'))
  expect(kept.read().length).toBeLessThan(1_000_300)
  expect(kept.isCut).toBe(true)
})

it('copies what it keeps', () => {
  const kept = createKeptBytes(100)
  const buffer = Buffer.from('before')
  kept.add(buffer)
  buffer.fill('x')
  expect(kept.read().toString()).toBe('before')
})
