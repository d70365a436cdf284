import { describe, expect, it } from 'vitest'
import { findInLog } from './find-in-log.ts'
import { extendAfter, extendBefore, type LogWindow, openAt, openEnd } from './log-window.ts'
import type { ReadPart } from './read-part.ts'

/** A file that may grow, and how many bytes of it were read. */
function createFile(text: string) {
  const file = { bytes: new TextEncoder().encode(text), read: 0 }
  const read: ReadPart = async (start, end) => {
    const bytes = file.bytes.slice(start, end)
    file.read += bytes.length
    return { bytes, size: file.bytes.length }
  }
  const write = (more: string) => (file.bytes = new Uint8Array([...file.bytes, ...new TextEncoder().encode(more)]))
  return { file, read, write }
}

const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `line ${from + at} ${'ü'.repeat(20)}\n`).join('')
const textOf = (window: LogWindow) => window.lines.map(({ text }) => text).join('')

describe('a window of a log', () => {
  it('begins at the end of a long one, with a whole line, and reads little', async () => {
    const { file, read } = createFile(lines(0, 100_000))
    const window = await openEnd(read)
    expect(window.lines.at(-1)?.text).toContain('line 99999')
    expect(window.lines[0]?.text).toMatch(/^line \d+ ü+\n$/)
    expect(file.read).toBeLessThan(600_000)
  })

  it('grows by what is new alone, also within a line, and the same stays the same', async () => {
    const { file, read, write } = createFile('one\ntwo\nthr')
    let window = await openEnd(read)
    expect(await extendAfter(window, read)).toBe(window)
    write('ee\nfour\n')
    file.read = 0
    window = await extendAfter(window, read)
    expect(window.lines.map(({ at, text }) => [at, text])).toEqual([
      [0, 'one\n'],
      [4, 'two\n'],
      [8, 'three\n'],
      [14, 'four\n'],
    ])
    expect(file.read).toBeLessThan(12)
  })

  it('follows a log that is empty at first, and one that is written anew', async () => {
    const { file, read, write } = createFile('')
    let window = await openEnd(read)
    write('first\n')
    window = await extendAfter(window, read)
    expect(textOf(window)).toBe('first\n')
    file.bytes = new TextEncoder().encode('new\n')
    expect(textOf(await extendAfter(window, read))).toBe('new\n')
  })

  it('goes back to the beginning, and forgets what is far away', async () => {
    const whole = lines(0, 300_000)
    const { read } = createFile(whole)
    let window = await openEnd(read)
    while (window.start > 0) {
      const before = window.start
      window = await extendBefore(window, read)
      expect(window.start).toBeLessThan(before)
      expect(window.end - window.start).toBeLessThan(10_000_000)
    }
    expect(textOf(window)).toBe(whole.slice(0, textOf(window).length))
    while (window.end < window.size) window = await extendAfter(window, read)
    expect(whole.endsWith(textOf(window))).toBe(true)
  })

  it('shows a line without end from its middle', async () => {
    const { read } = createFile('x'.repeat(2_000_000))
    expect(textOf(await openAt(read, 1_000_000)).length).toBeGreaterThan(400_000)
  })
})

describe('a search in a log', () => {
  const search = async (text: string, from: number, by: 1 | -1, wanted = 'NEEDLE') => {
    const { read } = createFile(text)
    const size = new TextEncoder().encode(text).length
    const found = await findInLog({ read, wanted, from, by, size, onProgress: () => undefined, signal: new AbortController().signal })
    return found?.window.lines[found.index]?.text
  }
  const text = `${lines(0, 150_000)}a needle\n${lines(0, 150_000)}the \u001b[31mnee\u001b[0mdle\n${lines(0, 50_000)}`

  it('finds far away, forwards and backwards, also across colours', async () => {
    const first = text.indexOf('a needle')
    const middle = new TextEncoder().encode(text.slice(0, first + 20)).length
    expect(await search(text, 0, 1)).toBe('a needle\n')
    expect(await search(text, middle, 1)).toContain('the ')
    expect(await search(text, 30_000_000, -1)).toContain('the ')
    expect(await search(text, middle, -1)).toBe('a needle\n')
  })

  it('finds in the middle of a line of a megabyte that begins in colours', async () => {
    const long = `${lines(0, 1_000)}\u001b[32mINFO\u001b[0m ${'y'.repeat(500_000)}NEEDLE${'y'.repeat(500_000)}\n${lines(0, 1_000)}`
    expect(await search(long, 0, 1)).toMatch(/INFO/)
  })

  it('says where there is none', async () => {
    expect(await search(text, 0, 1, 'nothing')).toBeUndefined()
    expect(await search(text, 100, -1)).toBeUndefined()
  })
})
