import { isPrintableUnicode } from './analysis.ts'
import { bestWidth, type Output } from './output.ts'

const lineBreaks = '\n\x85\u2028\u2029'

/** Where a run of the same kind of characters ends. */
type Run = 'text' | 'spaces' | 'breaks'

function isBreak(character: string | undefined): boolean {
  return character !== undefined && lineBreaks.includes(character)
}

function runOf(character: string): Run {
  return character === ' ' ? 'spaces' : isBreak(character) ? 'breaks' : 'text'
}

/** A scalar without quotes, folded at single blanks past the best width; a word that does not fit gets a line of its own. */
export function writePlain(output: Output, characters: readonly string[], context: { split: boolean; root: boolean }): void {
  if (context.root) output.openEnded = true
  if (characters.length === 0) return
  if (!output.whitespace) output.text([' '])
  const breakLine = (): void => {
    output.writeIndent()
    output.whitespace = false
    output.indention = false
  }
  output.whitespace = false
  output.indention = false
  for (const { run, part, isLast } of runs(characters)) {
    if (run === 'breaks') {
      writeBreaks(output, part)
      breakLine()
    } else if (run === 'spaces') {
      if (part.length === 1 && output.column >= bestWidth && context.split && !isLast) breakLine()
      else output.text(part)
    } else {
      if (part.length + output.column > bestWidth && output.indent !== undefined && output.column > output.indent) output.writeIndent()
      output.text(part)
    }
  }
}

function* runs(characters: readonly string[]): Generator<{ run: Run; part: readonly string[]; isFirst: boolean; isLast: boolean }> {
  let start = 0
  while (start < characters.length) {
    const run = runOf(characters[start] ?? '')
    let end = start + 1
    while (end < characters.length && runOf(characters[end] ?? '') === run) end++
    yield { run, part: characters.slice(start, end), isFirst: start === 0, isLast: end === characters.length }
    start = end
  }
}

function writeBreaks(output: Output, part: readonly string[]): void {
  if (part[0] === '\n') output.lineBreak()
  for (const character of part) output.lineBreak(character)
}

export function writeSingleQuoted(output: Output, characters: readonly string[], split: boolean): void {
  output.indicator("'", true)
  for (const { run, part, isFirst, isLast } of runs(characters)) {
    if (run === 'breaks') {
      writeBreaks(output, part)
      output.writeIndent()
    } else if (run === 'spaces') {
      if (part.length === 1 && output.column > bestWidth && split && !isFirst && !isLast) output.writeIndent()
      else output.text(part)
    } else {
      output.text(part.flatMap((character) => (character === "'" ? ["'", "'"] : [character])))
    }
  }
  output.indicator("'", false)
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '0',
  '\x07': 'a',
  '\b': 'b',
  '\t': 't',
  '\n': 'n',
  '\v': 'v',
  '\f': 'f',
  '\r': 'r',
  '\x1b': 'e',
  '"': '"',
  '\\': '\\',
  '\x85': 'N',
  '\xa0': '_',
  '\u2028': 'L',
  '\u2029': 'P',
}

/** A scalar in double quotes. A line may be broken anywhere past the best width; where that would add or eat a blank, behind a backslash. */
export function writeDoubleQuoted(output: Output, characters: readonly string[], split: boolean): void {
  output.indicator('"', true)
  let start = 0
  for (let end = 0; end <= characters.length; end++) {
    const character = characters[end]
    if (character === undefined || needsEscape(character)) {
      if (start < end) output.text(characters.slice(start, end))
      start = end
      if (character !== undefined) {
        output.text([...escapeCharacter(character)])
        start = end + 1
      }
    }
    const mayBreak = end > 0 && end < characters.length - 1 && (character === ' ' || start >= end)
    if (mayBreak && output.column + (end - start) > bestWidth && split) start = breakDoubleQuoted(output, characters, { start, end })
  }
  output.indicator('"', false)
}

function breakDoubleQuoted(output: Output, characters: readonly string[], at: { start: number; end: number }): number {
  const backslash = needsBackslash(characters, at)
  let start = at.start
  output.text([...characters.slice(start, at.end), ...(backslash ? ['\\'] : [])])
  if (start < at.end) start = at.end
  output.writeIndent()
  output.whitespace = false
  output.indention = false
  if (characters[start] !== ' ') return start
  if (backslash) output.text(['\\'])
  return backslash ? start : start + 1
}

/** Without a backslash the break itself is read as the blank, which is only right between two words of the same line. */
function needsBackslash(characters: readonly string[], at: { start: number; end: number }): boolean {
  const space = characters.indexOf(' ', at.end)
  if (space < 0) return true
  const newline = characters.indexOf('\n', at.end)
  const stop = newline >= 0 && newline < space ? newline : space
  const next = characters[stop + 1]
  if (next === undefined || (characters[stop] === '\n' && next !== ' ')) return true
  const between = characters.slice(at.end, stop)
  const doubled = characters[at.end - 1] === ' ' && characters[at.end] === ' '
  return between.includes('"') || between.includes("'") || ' \n'.includes(next) || doubled || at.start === at.end
}

function needsEscape(character: string): boolean {
  if ('"\\\x85\u2028\u2029\uFEFF'.includes(character)) return true
  return !((character >= ' ' && character <= '~') || (isPrintableUnicode(character) && character !== '\x85'))
}

function escapeCharacter(character: string): string {
  const short = escapes[character]
  if (short !== undefined) return `\\${short}`
  const code = character.codePointAt(0) ?? 0
  const digits = code.toString(16).toUpperCase()
  if (code <= 0xff) return `\\x${digits.padStart(2, '0')}`
  return code <= 0xffff ? `\\u${digits.padStart(4, '0')}` : `\\U${digits.padStart(8, '0')}`
}

/** The indentation and chomping indicators of a block scalar, and the extra indentation of its lines at the root. */
function blockHints(characters: readonly string[], root: boolean): { hints: string; indent: number; keep: boolean } {
  const first = characters[0]
  if (first === undefined) return { hints: '', indent: 0, keep: false }
  const startsBlank = first === ' ' || isBreak(first)
  const marker = root && /(?:^|\n)(?:---|\.\.\.)[ \r\n]/.test(characters.join(''))
  const last = characters.at(-1)
  const chomping = !isBreak(last) ? '-' : characters.length === 1 || isBreak(characters.at(-2)) ? '+' : ''
  return { hints: (startsBlank ? '2' : '') + chomping, indent: startsBlank || marker ? 2 : 0, keep: chomping === '+' }
}

export function writeLiteral(output: Output, characters: readonly string[], context: { root: boolean; behind: string }): void {
  const { hints, indent, keep } = blockHints(characters, context.root)
  output.indicator(`|${hints}${context.behind}`, true)
  if (keep) output.openEnded = true
  output.lineBreak()
  let atLineStart = true
  for (const { run, part } of linesOf(characters)) {
    if (run === 'breaks') {
      for (const character of part) output.lineBreak(character)
      atLineStart = true
      continue
    }
    if (atLineStart) {
      if (context.root) output.raw(' '.repeat(indent + (output.indent ?? 0)))
      else output.writeIndent()
    }
    atLineStart = false
    output.raw(part.join(''))
  }
  if (!atLineStart || characters.length === 0) output.lineBreak()
}

function* linesOf(characters: readonly string[]): Generator<{ run: Run; part: readonly string[] }> {
  let start = 0
  while (start < characters.length) {
    const breaks = isBreak(characters[start])
    let end = start + 1
    while (end < characters.length && isBreak(characters[end]) === breaks) end++
    yield { run: breaks ? 'breaks' : 'text', part: characters.slice(start, end) }
    start = end
  }
}

/** A folded scalar: broken where BEL stands, and at single blanks past the best width. */
export function writeFolded(output: Output, characters: readonly string[], context: { root: boolean; behind: string }): void {
  const { hints, keep } = blockHints(characters, context.root)
  output.indicator(`>${hints}${context.behind}`, true)
  if (keep) output.openEnded = true
  output.lineBreak()
  let leadingSpace = true
  let state: Run = 'breaks'
  let start = 0
  for (let end = 0; end <= characters.length; end++) {
    const character = characters[end]
    const part = characters.slice(start, end)
    if (state === 'breaks' && (character === undefined || !(isBreak(character) || character === '\x07'))) {
      if (!leadingSpace && character !== undefined && character !== ' ' && characters[start] === '\n') output.lineBreak()
      leadingSpace = character === ' '
      for (const found of part) output.lineBreak(found)
      if (character !== undefined) output.writeIndent()
      start = end
    } else if (state === 'spaces' && character !== ' ') {
      if (part.length === 1 && output.column > bestWidth) output.writeIndent()
      else output.text(part)
      start = end
    } else if (state === 'text' && (character === undefined || character === ' ' || character === '\x07' || isBreak(character))) {
      output.text(part)
      if (character === '\x07') {
        output.lineBreak()
        output.writeIndent()
        end += 2
      }
      if (character === undefined) output.lineBreak()
      start = end
    }
    if (character !== undefined) state = runOf(character)
  }
}
