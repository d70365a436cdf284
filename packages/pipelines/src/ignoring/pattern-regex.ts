import { RepriseError } from '@reprise/protocol/errors'
import { countRepeated, one, type Piece, toSource } from './pattern-pieces.ts'
import { toStepwiseMatcher } from './stepwise-matcher.ts'

/** Characters of a pattern: longer than any path that a system takes, and none that can be compiled. */
const LONGEST = 16_384
/** Stars in a pattern that a regular expression goes through fast enough in any path. */
const MOST_REPEATED = 3

const SLASH = one('/')
const IN_NAME = one('[^/]')
const IN_LINE = one('[^\\n]')
const SOME_IN_NAME: readonly Piece[] = [IN_NAME, { ...IN_NAME, kind: 'any' }]
const SOME_IN_LINE: readonly Piece[] = [IN_LINE, { ...IN_LINE, kind: 'any' }]

export interface PatternRegex {
  /** Whether it matches at the beginning of a path. */
  readonly matches: (path: string) => boolean
  /** False for a pattern that begins with `!`. */
  readonly ignores: boolean
}

/**
 * What DVC's pattern language (pathspec's `GitIgnoreSpecPattern`) makes of a pattern; undefined for one that it passes over. It is git's
 * with quirks that decide which files belong to a data set, such as a lone star and slash that matches nothing, so it is translated step by step as there.
 * A match is looked for at the beginning of a path only. Throws INVALID_PARAMETER_VALUE where DVC ends with an error.
 */
export function toPatternRegex(pattern: string): PatternRegex | undefined {
  const text = pattern.endsWith('\\ ') ? pattern : pattern.trimEnd()
  if (text === '' || text.startsWith('#') || text === '/') return undefined
  if (text.length > LONGEST) throw invalid(`${pattern.slice(0, 40)}…`)
  const ignores = !text.startsWith('!')
  const pieces = translate(ignores ? text : text.slice(1), pattern)
  if (pieces === undefined) return undefined
  try {
    return { matches: toMatcher(pieces), ignores }
  } catch (error) {
    throw invalid(pattern, error)
  }
}

/** A regular expression is the fastest, but what it tries grows with the length of a path to the power of the stars. */
function toMatcher(pieces: readonly Piece[]): (path: string) => boolean {
  const regex = new RegExp(toSource(pieces), 'uy')
  if (countRepeated(pieces) > MOST_REPEATED) return toStepwiseMatcher(pieces)
  return (path) => {
    regex.lastIndex = 0
    return regex.test(path)
  }
}

function translate(text: string, pattern: string): readonly Piece[] | undefined {
  const segments = text.split('/')
  const isFolderPattern = segments.at(-1) === ''
  if (segments[0] === '') segments.shift()
  else if ((segments.length === 1 || (segments.length === 2 && segments[1] === '')) && segments[0] !== '**') segments.unshift('**')
  if (segments.length === 0) throw invalid(pattern)
  if (segments.at(-1) === '') segments[segments.length - 1] = '**'
  const collapsed = segments.filter((segment, index) => segment !== '**' || segments[index - 1] !== '**')
  return translateWhole(collapsed, isFolderPattern) ?? translateSegments(collapsed, isFolderPattern, pattern)
}

/** Patterns that match everything, or, since they are looked for at the beginning of a relative path, nothing. */
function translateWhole(segments: readonly string[], isFolderPattern: boolean): readonly Piece[] | undefined {
  const [first, second, third] = segments
  if (first !== '**') return undefined
  if (segments.length === 1) return [isFolderPattern ? SLASH : IN_LINE]
  if (segments.length === 2 && second === '*') return [IN_LINE]
  return segments.length === 3 && second === '*' && third === '**' ? [SLASH] : undefined
}

function translateSegments(segments: readonly string[], isFolderPattern: boolean, pattern: string): readonly Piece[] | undefined {
  const end = segments.length - 1
  const pieces: Piece[] = []
  let needsSlash = false
  for (const [index, segment] of segments.entries()) {
    if (segment === '**') {
      if (index === 0) pieces.push({ kind: 'maybe', pieces: [...SOME_IN_LINE, SLASH] })
      else if (index < end) pieces.push({ kind: 'maybe', pieces: [SLASH, ...SOME_IN_LINE] })
      else pieces.push(SLASH)
      needsSlash = index > 0 && index < end
      continue
    }
    const glob = segment === '*' ? SOME_IN_NAME : translateGlob(segment, pattern)
    if (glob === undefined) return undefined
    if (needsSlash) pieces.push(SLASH)
    pieces.push(...glob)
    if (index === end) pieces.push({ kind: 'end' })
    needsSlash = true
  }
  return isFolderPattern || pieces.length > 0 ? pieces : undefined
}

/** One part of a path; undefined when a bracket is not closed, which makes git and DVC pass over the pattern. */
function translateGlob(glob: string, pattern: string): readonly Piece[] | undefined {
  const pieces: Piece[] = []
  const characters = [...glob]
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? ''
    if (character === '\\') {
      const next = characters[++at]
      if (next === undefined) throw invalid(pattern)
      pieces.push(one(escapeCharacter(next)))
    } else if (character === '*') pieces.push({ ...IN_NAME, kind: 'any' })
    else if (character === '?') pieces.push(IN_NAME)
    else if (character === '[') {
      const close = findClose(characters, at + 1)
      if (close === undefined) return undefined
      pieces.push(one(translateBracket(characters.slice(at + 1, close))))
      at = close
    } else pieces.push(one(escapeCharacter(character)))
  }
  return pieces
}

function findClose(characters: readonly string[], from: number): number | undefined {
  let at = from
  if (characters[at] === '!' || characters[at] === '^') at++
  if (characters[at] === ']') at++
  const close = characters.indexOf(']', at)
  return close < 0 ? undefined : close
}

function translateBracket(inside: readonly string[]): string {
  const isNegated = inside[0] === '!' || inside[0] === '^'
  const escaped = (isNegated ? inside.slice(1) : inside).map((one) => ('\\]['.includes(one) ? `\\${one}` : one)).join('')
  return `[${isNegated ? '^' : ''}${escaped.startsWith('^') ? `\\${escaped}` : escaped}]`
}

function escapeCharacter(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character
}

function invalid(pattern: string, cause?: unknown): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', `Invalid git pattern: '${pattern}'`, {
    hint: 'It stands in a .dvcignore file.',
    cause,
  })
}
