import type { Reproduction } from '../reproduction.ts'
import { listSections, type Section } from './sections.ts'

/** The report as Markdown. */
export function printMarkdown(reproduction: Reproduction): string {
  return printMarkdownPage(`Reproduction of ${reproduction.run}`, listSections(reproduction))
}

/** Any report as Markdown. */
export function printMarkdownPage(title: string, sections: readonly Section[]): string {
  return `# ${title}\n${sections.map(printSection).join('')}`
}

function printSection(section: Section): string {
  return `\n## ${section.title}\n\n${printBody(section)}\n`
}

function printBody(section: Section): string {
  if ('rows' in section) return [toRow(section.head), toRow(section.head.map(() => '---')), ...section.rows.map(toRow)].join('\n')
  if ('lines' in section) return section.lines.map((line) => `- ${escape(line)}`).join('\n')
  // Indented as code: no run of backticks in it can end it.
  return section.text
    .trimEnd()
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')
}

function toRow(cells: readonly string[]): string {
  return `| ${cells.map(escape).join(' | ')} |`
}

/** Names and values come from programs: they may not become markup. */
function escape(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_<>[\]|#]/g, '\\$&')
}
