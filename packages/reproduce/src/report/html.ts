import type { Reproduction } from '../reproduction.ts'
import { listSections, type Section } from './sections.ts'

const style = `body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1c1e21;background:#fff}
h1{font-size:1.3rem}h2{font-size:1.05rem;margin-top:2rem}.verdict{font-size:1.15rem;padding:.6rem 1rem;border-left:.4rem solid #888;background:#f4f5f7}
.BIT_IDENTICAL,.WITHIN_TOLERANCE{border-color:#1a7f37}.DIVERGED{border-color:#cf222e}.CANNOT{border-color:#9a6700}
pre{overflow-x:auto;padding:.6rem 1rem;background:#f4f5f7}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.25rem .6rem;border-bottom:1px solid #ddd;overflow-wrap:anywhere}
@media (prefers-color-scheme:dark){body{color:#e6e6e6;background:#16181c}.verdict,pre{background:#22252b}th,td{border-color:#3a3d44}}`

/** The report as one page without scripts, that needs nothing else. */
export function printHtml(reproduction: Reproduction): string {
  return printHtmlPage(`Reproduction of ${reproduction.run}`, listSections(reproduction), reproduction.verdict)
}

/** Any report as such a page. The first line of the first section is what it comes to; `mark` colours it. */
export function printHtmlPage(title: string, [verdict, ...sections]: readonly Section[], mark: string): string {
  const [first = '', ...rest] = verdict !== undefined && 'lines' in verdict ? verdict.lines : []
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title>
<style>${style}</style></head><body>
<h1>${escape(title)}</h1>
<p class="verdict ${mark}"><strong>${escape(first)}</strong></p>
${list(rest)}
${sections.map(printSection).join('\n')}
</body></html>
`
}

function printSection(section: Section): string {
  const title = `<h2>${escape(section.title)}</h2>`
  if ('lines' in section) return `${title}\n${list(section.lines)}`
  if ('text' in section) return `${title}\n<pre>${escape(section.text)}</pre>`
  const cells = (row: readonly string[], tag: string): string =>
    `<tr>${row.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('')}</tr>`
  return `${title}\n<table><thead>${cells(section.head, 'th')}</thead><tbody>\n${section.rows.map((row) => cells(row, 'td')).join('\n')}\n</tbody></table>`
}

function list(lines: readonly string[]): string {
  return `<ul>${lines.map((line) => `<li>${escape(line)}</li>`).join('')}</ul>`
}

/** Names and values come from programs: they may not become markup. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
