/** What a text allows: in which styles it can be written so that it reads back as the same text. */
export interface Analysis {
  readonly empty: boolean
  readonly multiline: boolean
  readonly flowPlain: boolean
  readonly blockPlain: boolean
  readonly singleQuoted: boolean
}

const lineBreaks = '\n\x85\u2028\u2029'
const blanks = `\0 \t\r${lineBreaks}`

/** Words without indicators, between single blanks: most of what is written. */
const simple = /^[A-Za-z0-9_/](?: ?[A-Za-z0-9_/.+=-])*$/
const unrestricted: Analysis = { empty: false, multiline: false, flowPlain: true, blockPlain: true, singleQuoted: true }

/** Looks at each character of a text, as ruamel's emitter does. */
export function analyze(text: string, characters: readonly string[]): Analysis {
  if (simple.test(text)) return unrestricted
  if (characters.length === 0) return { empty: true, multiline: false, flowPlain: false, blockPlain: true, singleQuoted: true }
  const marker = /^(?:---|\.\.\.)/.test(characters.slice(0, 3).join(''))
  let [flowIndicators, blockIndicators] = [marker, marker]
  let [multiline, special, breakThenSpace, spaceThenBreak] = [false, false, false, false]
  let previous = ''
  for (const [index, character] of characters.entries()) {
    const next = characters[index + 1]
    const blankFollows = next === undefined || blanks.includes(next)
    const indicators = index === 0 ? leading(character, blankFollows, characters.length) : inner(character, blankFollows, previous)
    flowIndicators ||= indicators.flow
    blockIndicators ||= indicators.block
    const isBreak = lineBreaks.includes(character)
    multiline ||= isBreak
    special ||= isSpecial(character)
    if (character === ' ' && previous !== '' && lineBreaks.includes(previous)) breakThenSpace = true
    if (isBreak && previous === ' ') spaceThenBreak = true
    previous = character
  }
  const atEnds = [characters[0], characters.at(-1)].some((character) => character === ' ' || lineBreaks.includes(character ?? 'x'))
  const plain = !atEnds && !breakThenSpace && !special && !spaceThenBreak && !multiline
  return {
    empty: false,
    multiline,
    flowPlain: plain && !flowIndicators,
    blockPlain: plain && !blockIndicators,
    singleQuoted: !breakThenSpace && !special && !spaceThenBreak,
  }
}

interface Indicators {
  readonly flow: boolean
  readonly block: boolean
}

function leading(character: string, blankFollows: boolean, length: number): Indicators {
  if ('#,[]{}&*!|>\'"%@`'.includes(character)) return { flow: true, block: true }
  if ('?:'.includes(character)) return { flow: length === 1, block: blankFollows }
  return character === '-' && blankFollows ? { flow: true, block: true } : { flow: false, block: false }
}

function inner(character: string, blankFollows: boolean, previous: string): Indicators {
  if (',[]{}'.includes(character)) return { flow: true, block: false }
  const both = (character === ':' && blankFollows) || (character === '#' && blanks.includes(previous))
  return { flow: both, block: both }
}

function isSpecial(character: string): boolean {
  if (character === '\n' || (character >= ' ' && character <= '~')) return false
  return !isPrintableUnicode(character) || character === '\uFEFF'
}

/** NEL and everything above the C1 controls but surrogates and the last two of the basic plane. */
export function isPrintableUnicode(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  return code === 0x85 || (code >= 0xa0 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || code > 0xffff
}
