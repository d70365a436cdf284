import type { ReadPart } from './read-part.ts'

/** Bytes that are read at a time. */
export const PIECE = 512 * 1_024
/** Bytes of a log that are held at once; what is far away is forgotten, and read again when it is scrolled to. */
const MOST = 8 * 1_024 * 1_024

export interface LogLine {
  /** Where it begins in the file: what it is known by. */
  readonly at: number
  readonly text: string
}

/** A stretch of a log that is in the page. */
export interface LogWindow {
  readonly lines: readonly LogLine[]
  /** First byte, and the one after the last: both begin lines, unless the file ends within one. */
  readonly start: number
  readonly end: number
  /** Bytes of the whole file, when it was last read. */
  readonly size: number
}

export const emptyWindow: LogWindow = { lines: [], start: 0, end: 0, size: 0 }

/** The last stretch of a log. */
export async function openEnd(read: ReadPart): Promise<LogWindow> {
  const { size } = await read(0, 1)
  return openAt(read, Math.max(0, size - PIECE), size)
}

/** A stretch from about a place on: it begins with the next whole line. */
export async function openAt(read: ReadPart, place: number, end = place + PIECE): Promise<LogWindow> {
  const { bytes, start, size } = await readLines(read, place, end)
  return toWindow(bytes, start, size)
}

export interface Lines {
  /** Whole lines, unless the file begins or ends within one, or it is all one line. */
  readonly bytes: Uint8Array
  readonly start: number
  readonly size: number
}

/** The bytes of the whole lines between about two places. */
export async function readLines(read: ReadPart, place: number, end: number): Promise<Lines> {
  const { bytes, size } = await read(place, end)
  const skipped = place === 0 ? 0 : firstLine(bytes)
  const whole = place + bytes.length === size ? bytes.length : wholeLines(bytes)
  return { bytes: bytes.subarray(skipped, Math.max(skipped, whole)), start: place + skipped, size }
}

/** With what comes after; the beginning is forgotten where it becomes too much. The same window where nothing has come. */
export async function extendAfter(window: LogWindow, read: ReadPart): Promise<LogWindow> {
  // From the last byte that is known: asked for what is behind its end, a server would have to refuse.
  const from = Math.max(0, window.end - 1)
  const { bytes: found, size } = await read(from, window.end + PIECE)
  // A file that is shorter than before, or empty, was written anew.
  if (size < window.end) return openEnd(read)
  const bytes = found.subarray(window.end - from)
  if (bytes.length === 0) return window
  const whole = window.end + bytes.length === size ? bytes.length : wholeLines(bytes)
  const added = toWindow(bytes.subarray(0, whole), window.end, size)
  const [first] = added.lines
  const last = window.lines.at(-1)
  const isOpen = last !== undefined && !last.text.endsWith('\n')
  const joined =
    isOpen && first !== undefined
      ? [...window.lines.slice(0, -1), { at: last.at, text: last.text + first.text }, ...added.lines.slice(1)]
      : [...window.lines, ...added.lines]
  return forgetBefore({ ...added, lines: joined, start: window.start })
}

/** With what comes before; the end is forgotten where it becomes too much. */
export async function extendBefore(window: LogWindow, read: ReadPart): Promise<LogWindow> {
  if (window.start === 0) return window
  const place = Math.max(0, window.start - PIECE)
  const { bytes, size } = await read(place, window.start)
  const skipped = place === 0 ? 0 : firstLine(bytes)
  const added = toWindow(bytes.subarray(skipped), place + skipped, size)
  const lines = [...added.lines, ...window.lines]
  if (window.end - added.start <= MOST) return { lines, start: added.start, end: window.end, size }
  const cut = lines.findIndex(({ at }) => at > added.start + MOST)
  return { lines: lines.slice(0, cut), start: added.start, end: lines[cut]?.at ?? window.end, size }
}

function forgetBefore(window: LogWindow): LogWindow {
  if (window.end - window.start <= MOST) return window
  const from = window.lines.findIndex(({ at }) => at >= window.end - MOST)
  const lines = window.lines.slice(Math.max(0, from))
  return { ...window, lines, start: lines[0]?.at ?? window.end }
}

/** Lines keep their ends: the last one may go on. */
export function toWindow(bytes: Uint8Array, start: number, size: number): LogWindow {
  const lines: LogLine[] = []
  const decoder = new TextDecoder()
  for (let at = 0; at < bytes.length;) {
    const newline = bytes.indexOf(10, at)
    const end = newline === -1 ? bytes.length : newline + 1
    lines.push({ at: start + at, text: decoder.decode(bytes.subarray(at, end)) })
    at = end
  }
  return { lines, start, end: start + bytes.length, size }
}

/** Where the first whole line begins; 0 where there is none, so that a line without end is shown from its middle. */
function firstLine(bytes: Uint8Array): number {
  return bytes.indexOf(10) + 1
}

/** Where the last whole line ends; all of them where there is none. */
function wholeLines(bytes: Uint8Array): number {
  const last = bytes.lastIndexOf(10)
  return last === -1 ? bytes.length : last + 1
}
