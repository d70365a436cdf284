import type { Reproduction } from '../reproduction.ts'
import { listSections, type Section } from './sections.ts'

/** The report as Markdown. */
export function printMarkdown(reproduction: Reproduction): string {
  return `# Reproduction of ${reproduction.run}\n${listSections(reproduction).map(printSection).join('')}`
}

function printSection(section: Section): string {
  const body =
    'rows' in section
      ? [toRow(section.head), toRow(section.head.map(() => '---')), ...section.rows.map(toRow)].join('\n')
      : section.lines.map((line) => `- ${escape(line)}`).join('\n')
  return `\n## ${section.title}\n\n${body}\n`
}

function toRow(cells: readonly string[]): string {
  return `| ${cells.map(escape).join(' | ')} |`
}

/** Names and values come from programs: they may not become markup. */
function escape(text: string): string {
  return text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_<>[\]|#]/g, '\\$&')
}
