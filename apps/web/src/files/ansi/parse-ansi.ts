/** A part of a line as a terminal shows it. */
export interface AnsiSpan {
  readonly text: string
  /** Names of looks, apart by spaces: `red bold`. */
  readonly look?: string
}

/** Characters of one line that are shown. Of a bar of progress, which rewrites its line thousands of times, they are the last; of any other line the first. */
const LONGEST = 20_000
const colours = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const
type Colour = (typeof colours)[number]

/** Escape sequences: what selects looks, what erases the line, and all others, which are left out. */
// oxlint-disable-next-line no-control-regex
const escape =
  /\u001b(?:\[([0-9;:?<>=!]*)([A-Za-z])|\][^\u0007\u001b\n]*(?:\u0007|\u001b\\)|[()][A-Z0-9]|.)?|[\r\b\u0000-\u0008\u000b\u000c\u000e-\u001a]/g

interface Look {
  colour?: Colour
  isBold?: boolean
  isDim?: boolean
  isUnderlined?: boolean
}

/**
 * One line of a log as a terminal leaves it: colours as looks, and what was written over by carriage returns gone, as bars of progress do it.
 * Movements over several lines are not followed.
 */
export function parseAnsi(line: string): AnsiSpan[] {
  if (line.length > LONGEST && !line.includes('\r', line.length - LONGEST)) {
    const more = (line.length - LONGEST).toLocaleString('en-US')
    return [...parseAnsi(line.slice(0, LONGEST)), { text: ` … and ${more} more characters in this line`, look: 'dim' }]
  }
  const text = line.length > LONGEST ? line.slice(line.lastIndexOf('\r', line.length - LONGEST) + 1 || line.length - LONGEST) : line
  if (!/[\u0000-\u0008\u000b-\u001f]/.test(text)) return [{ text }]
  const cells: { readonly character: string; readonly look: string }[] = []
  let at = 0
  let look: Look = {}
  const write = (part: string): void => {
    const name = nameOf(look)
    for (const character of part) cells[at++] = { character, look: name }
  }
  let last = 0
  for (const found of text.matchAll(escape)) {
    write(text.slice(last, found.index))
    last = found.index + found[0].length
    if (found[0] === '\r') at = 0
    else if (found[0] === '\b') at = Math.max(0, at - 1)
    else if (found[2] === 'm') look = select(look, found[1] ?? '')
    else if (found[2] === 'K') erase(cells, at, found[1] ?? '')
  }
  write(text.slice(last))
  return join(cells)
}

function erase(cells: { readonly character: string; readonly look: string }[], at: number, which: string): void {
  if (which === '' || which === '0') cells.length = Math.min(cells.length, at)
  else
    for (let cell = 0; cell < (which === '1' ? Math.min(at, cells.length) : cells.length); cell++)
      cells[cell] = { character: ' ', look: '' }
}

function join(cells: readonly ({ readonly character: string; readonly look: string } | undefined)[]): AnsiSpan[] {
  const spans: { text: string; look: string }[] = []
  for (let at = 0; at < cells.length; at++) {
    const { character, look } = cells[at] ?? { character: ' ', look: '' }
    const open = spans.at(-1)
    if (open?.look === look) open.text += character
    else spans.push({ text: character, look })
  }
  return spans.map(({ text, look }) => (look === '' ? { text } : { text, look }))
}

function nameOf({ colour, isBold, isDim, isUnderlined }: Look): string {
  return [colour, isBold === true ? 'bold' : '', isDim === true ? 'dim' : '', isUnderlined === true ? 'underlined' : '']
    .filter((part) => part !== undefined && part !== '')
    .join(' ')
}

/** Applies the numbers of one `m`: only what is in front is coloured. */
function select(before: Look, codes: string): Look {
  const numbers = codes.split(/[;:]/).map(Number)
  let look = { ...before }
  for (let at = 0; at < numbers.length; at++) {
    const code = numbers[at] ?? 0
    if (code === 0) look = {}
    else if (code === 1) look.isBold = true
    else if (code === 2) look.isDim = true
    else if (code === 4) look.isUnderlined = true
    else if (code === 22) look = withoutAll(look, ['isBold', 'isDim'])
    else if (code === 24) look = withoutAll(look, ['isUnderlined'])
    else if (code === 39) look = withoutAll(look, ['colour'])
    else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) look.colour = colours[code % 10] ?? 'white'
    else if (code === 38 || code === 48) {
      const isIndexed = numbers[at + 1] === 5
      const colour = isIndexed ? indexed(numbers[at + 2] ?? 0) : nearest(numbers.slice(at + 2, at + 5))
      if (code === 38) look.colour = colour
      at += isIndexed ? 2 : 4
    }
  }
  return look
}

function withoutAll(look: Look, names: readonly (keyof Look)[]): Look {
  return Object.fromEntries(Object.entries(look).filter(([name]) => !names.includes(name as keyof Look)))
}

/** One of 256: the first are the eight and their bright ones, then a cube of six by six by six, then greys. */
function indexed(index: number): Colour {
  if (index < 16) return colours[index % 8] ?? 'white'
  if (index >= 232) return 'white'
  const place = index - 16
  return nearest([Math.floor(place / 36) * 51, (Math.floor(place / 6) % 6) * 51, (place % 6) * 51])
}

/** The one of eight that is nearest: which of its parts are more than half of the strongest. */
function nearest(parts: readonly number[]): Colour {
  const most = Math.max(...parts, 1)
  const bits = parts.reduce((sum, part, at) => sum + (part > most / 2 && most > 64 ? 2 ** at : 0), 0)
  return colours[bits] ?? 'white'
}

/** The text of a line, or of lines that nothing is written over in, without escapes: as it is searched. All of it, however long. */
export function plainText(line: string): string {
  if (!/[\r\b]/.test(line)) return line.replace(escape, '')
  return parseAnsi(line)
    .map(({ text }) => text)
    .join('')
}
