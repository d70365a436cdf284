import { RepriseError } from '@reprise/protocol/errors'

/** Where a match may end: at a slash, at the end, or, as Python's `$` has it, before a last newline. */
const DIRECTORY_OR_END = '(?:/|(?=\\n?$))'

/** Characters of a pattern: longer than any path that a system takes, and none that can be compiled. */
const LONGEST = 16_384

export interface PatternRegex {
  readonly regex: RegExp
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
  const source = translate(ignores ? text : text.slice(1), pattern)
  if (source === undefined) return undefined
  try {
    return { regex: new RegExp(source, 'uy'), ignores }
  } catch (error) {
    throw invalid(pattern, error)
  }
}

function translate(text: string, pattern: string): string | undefined {
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
function translateWhole(segments: readonly string[], isFolderPattern: boolean): string | undefined {
  const [first, second, third] = segments
  if (first !== '**') return undefined
  if (segments.length === 1) return isFolderPattern ? '/' : '[^\\n]'
  if (segments.length === 2 && second === '*') return '[^\\n]'
  return segments.length === 3 && second === '*' && third === '**' ? '/' : undefined
}

function translateSegments(segments: readonly string[], isFolderPattern: boolean, pattern: string): string | undefined {
  const end = segments.length - 1
  let source = ''
  let needsSlash = false
  for (const [index, segment] of segments.entries()) {
    if (segment === '**') {
      if (index === 0) source += '(?:[^\\n]+/)?'
      else if (index < end) source += '(?:/[^\\n]+)?'
      else source += '/'
      needsSlash = index > 0 && index < end
      continue
    }
    const glob = segment === '*' ? '[^/]+' : translateGlob(segment, pattern)
    if (glob === undefined) return undefined
    source += `${needsSlash ? '/' : ''}${glob}${index === end ? DIRECTORY_OR_END : ''}`
    needsSlash = true
  }
  return isFolderPattern || source !== '' ? source : undefined
}

/** One part of a path; undefined when a bracket is not closed, which makes git and DVC pass over the pattern. */
function translateGlob(glob: string, pattern: string): string | undefined {
  let source = ''
  const characters = [...glob]
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? ''
    if (character === '\\') {
      const next = characters[++at]
      if (next === undefined) throw invalid(pattern)
      source += escapeCharacter(next)
    } else if (character === '*') source += '[^/]*'
    else if (character === '?') source += '[^/]'
    else if (character === '[') {
      const close = findClose(characters, at + 1)
      if (close === undefined) return undefined
      source += translateBracket(characters.slice(at + 1, close))
      at = close
    } else source += escapeCharacter(character)
  }
  return source
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
