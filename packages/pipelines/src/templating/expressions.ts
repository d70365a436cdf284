import { TemplateError } from './errors.ts'

/** A `${…}` in a string. */
interface Match {
  readonly inner: string
  readonly start: number
  readonly end: number
}

const template = /(?<!\\)\$\{([^\n]*?)\}/g

export function findExpressions(text: string): Match[] {
  return Array.from(text.matchAll(template), (match) => ({ inner: match[1] ?? '', start: match.index, end: match.index + match[0].length }))
}

/** The dotted name that an expression selects: `a.b[0]` is `a.b.0`. */
export function parseExpression(inner: string): string {
  const word = /^[^.[\]]+/.exec(inner)?.[0]
  if (word === undefined) throw syntaxError(inner, 0, 'Expected !W:(.[])')
  const words = [word]
  let at = word.length
  while (at < inner.length) {
    const next = /^\s*(?:\.([^.[\]]+)|\[([^.[\]]+)\])/.exec(inner.slice(at))
    if (next === null) throw syntaxError(inner, at, 'Expected end of text')
    words.push(next[1] ?? next[2] ?? '')
    at += next[0].length
  }
  return words.join('.')
}

function syntaxError(inner: string, at: number, expected: string): TemplateError {
  const found = (inner + '}').charAt(at)
  const explanation = `ParseException: ${expected}, found '${found}'  (at char ${at + 2}), (line:1, col:${at + 3})`
  return new TemplateError('syntax', `\${${inner}}\n${' '.repeat(at + 2)}^\n${explanation}`)
}
