import { describeItem, describeLevel, type Reproduction } from '@reprise/reproduce'
import type { World } from '../command.ts'
import { cellWidth, toCellText } from '../output/cell.ts'
import { printCount } from '../output/values.ts'
import { same } from './same-rungs.ts'

/** Results that are shown; the report has all. */
const MOST = 15
const GAP = '  '

type Pair = readonly [name: string, text: string]

/** The verdict for a person: first what came out, then what differs and why. Long lines are wrapped, not cut. */
export function printReproduction(reproduction: Reproduction, { style, width }: Pick<World, 'style' | 'width'>): string {
  const { verdict, kind, why, items, causes, notes, notCaptured } = reproduction
  const isGood = verdict === 'BIT_IDENTICAL' || verdict === 'WITHIN_TOLERANCE'
  const mark = isGood ? style.good : style.bad
  const differing = items.filter(({ rung }) => !same.has(rung))
  const sections: readonly (readonly [title: string, pairs: readonly Pair[]])[] = [
    ['', aboutOf(reproduction)],
    ['Differences', differing.map((item) => [item.rung, `${item.kind} ${item.name}: ${describeItem(item)}`])],
    ['Causes', causes.map((cause) => [cause.status, `${cause.kind} ${cause.subject}: ${cause.evidence}`])],
    ['Other than in the original', notes.map((note) => ['', note])],
    ['Not captured', notCaptured.map((line) => ['', line])],
  ]
  const head = `${mark(style.bold(verdict))} (${kind})\n${printPairs([['', why]], width)}`
  return head + sections.map(([title, pairs]) => printSection(pairs, { title: title === '' ? '' : style.bold(title), width })).join('')
}

function printSection(pairs: readonly Pair[], { title, width }: { readonly title: string; readonly width: number }): string {
  if (pairs.length === 0) return ''
  const more = pairs.length > MOST ? `${GAP}… and ${pairs.length - MOST} more; --json prints all\n` : ''
  return `\n${title === '' ? '' : `${title}\n`}${printPairs(pairs.slice(0, MOST), width)}${more}`
}

function aboutOf({ run, reproduction, repeats, restoration, items, folder }: Reproduction): Pair[] {
  const counts = new Map<string, number>()
  for (const { rung } of items) counts.set(rung, (counts.get(rung) ?? 0) + 1)
  const counted = [...counts].map(([rung, count]) => `${count} ${rung}`).join(', ')
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['original', run],
    ['repeat', reproduction],
    ['more', repeats.length === 0 ? undefined : repeats.join(', ')],
    ['environment', restoration === undefined ? undefined : `${restoration}, ${describeLevel(restoration)}`],
    ['results', items.length === 0 ? undefined : `${printCount(items.length, 'result')}: ${counted}`],
    ['folder', folder],
  ]
  return pairs.flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]))
}

/** Names to the left, texts to the right of them, as wide as the terminal. */
function printPairs(pairs: readonly Pair[], width: number): string {
  const left = Math.max(...pairs.map(([name]) => name.length))
  const indent = left === 0 ? 0 : left + GAP.length
  return pairs
    .map(([name, text]) => {
      const [first = '', ...rest] = wrap(toCellText(text), Math.max(20, width - GAP.length - indent))
      const begin = left === 0 ? '' : name.padEnd(indent)
      return [`${GAP}${begin}${first}\n`, ...rest.map((line) => `${GAP}${' '.repeat(indent)}${line}\n`)].join('')
    })
    .join('')
}

/** Lines of at most `width` cells, broken at blanks. A word that is longer stands alone. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || cellWidth(last) + 1 + cellWidth(word) > width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}
