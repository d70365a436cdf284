import { RepriseError } from '@reprise/protocol/errors'
import { isMapping, quoteJson, repr, str, type Value } from '../../python/index.ts'
import type { Assignment } from './change-value.ts'

/**
 * Changes the value on the line of a key of TOML or Python: `lr = 0.1  # comment`, below `[train]` or `class train:` where the key says so. The caller reads
 * the text again to see that it was the right line.
 */
export function editLine(text: string, assignment: Assignment, extension: '.toml' | '.py'): string {
  const { file, key, action, value } = assignment
  const parts = key.split('.')
  const lines = text.split('\n')
  const place = extension === '.toml' ? findInToml(lines, parts) : findInPython(lines, parts)
  if (action === 'add' || (action === 'put' && place === undefined))
    throw new RepriseError('NOT_IMPLEMENTED', `keys can not be added to ${file}.`, { hint: 'Write it into the file, and set it then.' })
  if (place === undefined)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `'${key}' stands on no line of its own in ${file}.`, {
      hint: 'Put it on a line of its own, or keep parameters in YAML or JSON.',
    })
  if (action === 'remove') return lines.toSpliced(place.line, 1).join('\n')
  const printed = extension === '.toml' ? printToml(value) : repr(value)
  return lines.with(place.line, `${place.head}${printed}${place.tail}`).join('\n')
}

interface Place {
  readonly line: number
  readonly head: string
  readonly tail: string
}

function findInToml(lines: readonly string[], parts: readonly string[]): Place | undefined {
  let table: readonly string[] = []
  for (const [line, text] of lines.entries()) {
    const header = /^\s*\[\s*([^[\]]+?)\s*\]\s*(?:#.*)?$/.exec(text)?.[1]
    if (header !== undefined) table = header.split('.').map(unquote)
    const [, head = '', name = '', value = '', tail = ''] = /^(\s*([\w."'-]+)\s*=\s*)(.*?)(\s*(?:#[^"']*)?)$/.exec(text) ?? []
    if (value !== '' && [...table, ...name.split('.').map(unquote)].join('\0') === parts.join('\0')) return { line, head, tail }
  }
  return undefined
}

function findInPython(lines: readonly string[], parts: readonly string[]): Place | undefined {
  const [first = '', second] = parts
  const begin = second === undefined ? 0 : lines.findIndex((text) => new RegExp(`^class\\s+${escape(first)}\\b`).test(text)) + 1
  if (parts.length > 2 || (second !== undefined && begin === 0)) return undefined
  const pattern = new RegExp(
    `^(${second === undefined ? '' : '\\s+(?:self\\.)?'}${escape(second ?? first)}\\s*(?::[^=]*)?=\\s*)(.*?)(\\s*(?:#[^"']*)?)$`,
  )
  for (const [offset, text] of lines.slice(begin).entries()) {
    if (second !== undefined && /^\S/.test(text)) return undefined
    const [, head, , tail = ''] = pattern.exec(text) ?? []
    if (head !== undefined) return { line: begin + offset, head, tail }
  }
  return undefined
}

function printToml(value: Value): string {
  if (typeof value === 'string') return quoteJson(value)
  if (Array.isArray(value)) return `[${value.map(printToml).join(', ')}]`
  if (isMapping(value)) return `{ ${[...value].map(([key, member]) => `${quoteJson(str(key))} = ${printToml(member)}`).join(', ')} }`
  if (value === null) throw new RepriseError('INVALID_PARAMETER_VALUE', 'TOML has no null.')
  return repr(value)
    .replace(/^True$/, 'true')
    .replace(/^False$/, 'false')
}

function unquote(name: string): string {
  return name.trim().replace(/^(["'])(.*)\1$/, '$2')
}

function escape(text: string): string {
  return text.replace(/[^\w]/g, '\\$&')
}
