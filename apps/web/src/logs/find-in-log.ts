import { plainText } from '../files/ansi/parse-ansi.ts'
import { type LogLine, type LogWindow, openAt, PIECE, readLines, toWindow } from './log-window.ts'
import type { ReadPart } from './read-part.ts'

/** Bytes that are searched at a time. */
const STEP = 4 * 1_024 * 1_024

export interface FoundLine {
  readonly window: LogWindow
  /** Its line in the window. */
  readonly index: number
}

export interface LogSearch {
  readonly read: ReadPart
  readonly wanted: string
  /** Where the line begins from which one looks; it is not looked at itself. */
  readonly from: number
  readonly by: 1 | -1
  readonly size: number
  readonly onProgress: (place: number) => void
  readonly signal: AbortSignal
}

/** Whether a line has a text, whatever its case, as it is shown: without what was written over, and without colours. */
export function hasText(line: string, wanted: string): boolean {
  const lowered = wanted.toLowerCase()
  if (!line.includes('\u001b') && !line.includes('\r')) return line.toLowerCase().includes(lowered)
  return plainText(line.replace(/\r?\n$/, ''))
    .toLowerCase()
    .includes(lowered)
}

/** Looks through a log of any length, a step at a time, to its end and no further; undefined where it is not found. */
export async function findInLog({ read, wanted, from, by, size, onProgress, signal }: LogSearch): Promise<FoundLine | undefined> {
  let edge = by === 1 ? from : Math.max(0, from)
  while (!signal.aborted && (by === 1 ? edge < size : edge > 0)) {
    onProgress(edge)
    const [place, end] = by === 1 ? [edge === 0 ? 0 : edge - 1, Math.min(size, edge + STEP)] : [Math.max(0, edge - STEP), edge]
    const part = await readLines(read, place, end)
    if (mayHave(part.bytes, wanted)) {
      const { lines } = toWindow(part.bytes, part.start, part.size)
      const fits = lines.filter(({ at, text }) => (by === 1 ? at > from : at < from) && hasText(text, wanted))
      const line = by === 1 ? fits[0] : fits.at(-1)
      if (line !== undefined) return around(read, line)
    }
    const next = by === 1 ? part.start + part.bytes.length : part.start
    if (next === edge || part.bytes.length === 0) edge = by === 1 ? edge + STEP : edge - STEP
    else edge = next
  }
  return undefined
}

/** Whether it is worth to look at lines one by one: a hundred times the work. Where something is written over, only a line alone can tell. */
function mayHave(bytes: Uint8Array, wanted: string): boolean {
  const text = new TextDecoder().decode(bytes).replaceAll('\r\n', '\n')
  return /[\r\b]/.test(text) || plainText(text).toLowerCase().includes(wanted.toLowerCase())
}

/** A window with the whole of a line, which may be longer than any other window. */
async function around(read: ReadPart, { at, text }: LogLine): Promise<FoundLine> {
  const end = at + Math.max(PIECE / 2, new TextEncoder().encode(text).length)
  const window = await openAt(read, Math.max(0, at - PIECE / 2), end)
  return {
    window,
    index: Math.max(
      0,
      window.lines.findIndex((line) => line.at >= at),
    ),
  }
}
