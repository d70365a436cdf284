import { configError, isSection, namedSections, sectionIn, type ConfigSection, type ConfigValue } from './document.ts'

const header = /^\s*((?:\[\s*)+)((?:"\s*\S.*?\s*")|(?:'\s*\S.*?\s*')|(?:[^'"\s].*?))((?:\s*\])+)\s*(#.*)?$/
const assignment = /^\s*((?:".*?")|(?:'.*?')|(?:[^'"=].*?))\s*=\s*(.*)$/
const values = /^(?:((?:(?:".*?"|'.*?'|[^'",#][^,#]*?)\s*,\s*)*)(".*?"|'.*?'|[^'",#\s][^,]*?|(?<!,))?|(,))\s*(#.*)?$/
const listItem = /(".*?"|'.*?'|[^'",#]?.*?)\s*,\s*/g

/**
 * Reads a configuration file of DVC, which is in the INI dialect of configobj: names in any case, `#` comments, lists by commas, triple quotes.
 *
 * @throws RepriseError INVALID_PARAMETER_VALUE with the line, in DVC's words
 */
export function parseConfig(text: string): ConfigSection {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const root: ConfigSection = new Map()
  const open: ConfigSection[] = [root]
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? ''
    if (/^\s*(?:#.*)?$/.test(line)) continue
    const section = header.exec(line)
    if (section !== null) {
      openSection(open, section, index)
      continue
    }
    const match = assignment.exec(line)
    if (match === null) throw configError(`Invalid line ('${line}') (matched as neither section nor keyword) at line ${index + 1}.`)
    const read = readValue(match[2] ?? '', lines, index)
    const parent = open.at(-1) ?? root
    const name = unquote(match[1] ?? '')
    if (parent.has(name)) throw configError(`Duplicate keyword name at line ${index + 1}.`)
    parent.set(name, read.value)
    index = read.lastLine
  }
  return nameSections(lowerNames(root))
}

function openSection(open: ConfigSection[], match: RegExpExecArray, index: number): void {
  const depth = (match[1] ?? '').replaceAll(/\s/g, '').length
  if (depth !== (match[3] ?? '').replaceAll(/\s/g, '').length) throw configError(`Cannot compute the section depth at line ${index + 1}.`)
  if (depth > open.length) throw configError(`Section too nested at line ${index + 1}.`)
  open.splice(depth)
  const parent = open.at(-1) ?? new Map<string, ConfigValue | ConfigSection>()
  const name = unquote(match[2] ?? '')
  if (parent.has(name)) throw configError(`Duplicate section name at line ${index + 1}.`)
  open.push(sectionIn(parent, name))
}

function readValue(source: string, lines: readonly string[], index: number): { value: ConfigValue; lastLine: number } {
  const quotes = /^(?:"""|''')/.exec(source)?.[0]
  if (quotes !== undefined) return readTripleQuoted(source.slice(3), quotes, { lines, index })
  const match = values.exec(source)
  if (match === null) throw configError(`Parse error in value at line ${index + 1}.`)
  const [, items = '', last, comma] = match
  if (comma !== undefined) return { value: [], lastLine: index }
  const list = Array.from(items.matchAll(listItem), (item) => unquote(item[1] ?? ''))
  if (items === '') return { value: unquote(last ?? ''), lastLine: index }
  return { value: last === undefined || last === '' ? list : [...list, unquote(last)], lastLine: index }
}

function readTripleQuoted(
  rest: string,
  quotes: string,
  at: { lines: readonly string[]; index: number },
): { value: string; lastLine: number } {
  let text = rest
  for (let line = at.index; line < at.lines.length; line++) {
    if (line > at.index) text += `\n${at.lines[line] ?? ''}`
    const end = text.indexOf(quotes)
    if (end >= 0 && /^\s*(?:#.*)?$/.test(text.slice(end + 3))) return { value: text.slice(0, end), lastLine: line }
  }
  throw configError(`Parse error in multiline value at line ${at.index + 1}.`)
}

function unquote(text: string): string {
  const quote = text.charAt(0)
  return text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote) ? text.slice(1, -1) : text
}

function lowerNames(section: ConfigSection): ConfigSection {
  return new Map([...section].map(([name, value]) => [name.toLowerCase(), isSection(value) ? lowerNames(value) : value]))
}

function nameSections(root: ConfigSection): ConfigSection {
  const result: ConfigSection = new Map(namedSections.map((kind) => [kind, new Map()]))
  for (const [name, value] of root) {
    const match = /^\s*(remote|machine|db)\s*"(.*)"\s*$/.exec(name)
    if (match !== null) sectionIn(result, match[1] ?? '').set(match[2] ?? '', value)
    else if (!(result.has(name) && isSection(value) && value.size === 0)) result.set(name, value)
  }
  return result
}
