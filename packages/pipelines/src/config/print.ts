import { configError, isSection, namedSections, type ConfigSection, type ConfigValue } from './document.ts'

/**
 * Writes a configuration file as DVC does: values indented by four blanks, no blank lines, no comments; empty sections are left out and named
 * ones go to the end. Nothing at all is a single newline.
 */
export function printConfig(config: ConfigSection): string {
  const packed: ConfigSection = new Map()
  for (const [name, value] of config) {
    if (!(namedSections as readonly string[]).includes(name) && !isEmpty(value)) packed.set(name, value)
  }
  for (const kind of namedSections) {
    const named = config.get(kind)
    if (isSection(named)) for (const [name, value] of named) packed.set(`${kind} "${name}"`, value)
  }
  return `${printSection(packed, 0).join('\n')}\n`
}

function isEmpty(value: ConfigValue | ConfigSection): boolean {
  return isSection(value) ? value.size === 0 : value.length === 0
}

function printSection(section: ConfigSection, depth: number): string[] {
  const indent = '    '.repeat(depth)
  const lines: string[] = []
  for (const [name, value] of section) if (!isSection(value)) lines.push(`${indent}${quote(name, false)} = ${printValue(value)}`)
  for (const [name, value] of section) {
    if (!isSection(value)) continue
    lines.push(`${indent}${'['.repeat(depth + 1)}${quote(name, false)}${']'.repeat(depth + 1)}`, ...printSection(value, depth + 1))
  }
  return lines
}

function printValue(value: ConfigValue): string {
  if (typeof value === 'string') return quote(value, true)
  if (value.length === 0) return ','
  return value.length === 1 ? `${quote(value[0] ?? '', false)},` : value.map((item) => quote(item, false)).join(', ')
}

function quote(text: string, mayBeTriple: boolean): string {
  if (text === '') return '""'
  const both = text.includes("'") && text.includes('"')
  if (mayBeTriple && text.includes('\n')) return tripleQuote(text)
  if (text.includes('\n')) throw configError(`a list item or name cannot hold a line break: '${text}'`)
  const edges = /^[ \r\n\v\t'"]|[ \r\n\v\t'"]$/.test(text)
  if (both && mayBeTriple) return tripleQuote(text)
  if (!edges && !text.includes(',') && !text.includes('#')) return text
  if (both) throw configError(`cannot quote a text with both kinds of quotes: '${text}'`)
  return text.includes('"') ? `'${text}'` : `"${text}"`
}

function tripleQuote(text: string): string {
  if (!text.includes("'''")) return `'''${text}'''`
  if (!text.includes('"""')) return `"""${text}"""`
  throw configError('cannot quote a text with both kinds of triple quotes')
}
