import type { Explanation } from '@reprise/reproduce'
import type { World } from '../command.ts'
import { listCauseSections, printPatches } from './print-causes.ts'
import { printPairs, printSection } from './print-sections.ts'

const titles: Readonly<Record<Explanation['outcome'], string>> = {
  explained: 'EXPLAINED',
  notExplained: 'NOT EXPLAINED',
  unfinished: 'UNFINISHED',
  notRepeated: 'NOTHING CONFIRMED',
  same: 'SAME RESULTS',
  nothing: 'NOTHING TO UNDO',
}

/** Why a run came out other than another one, for a person. */
export function printExplanation(explanation: Explanation, { style, width }: Pick<World, 'style' | 'width'>): string {
  const { outcome, why, causes, isNoisy } = explanation
  const mark = outcome === 'explained' || outcome === 'same' ? style.good : style.bad
  const head = `\n${mark(style.bold(titles[outcome]))}${isNoisy ? ' (noisy)' : ''}\n${printPairs([['', why]], width)}`
  // What it comes to was said.
  const sections = listCauseSections(causes, explanation).map(
    ([title, pairs]) => [title, pairs.filter(([, text]) => text !== why)] as const,
  )
  const printed = sections.map(([title, pairs]) => printSection(pairs, { title: style.bold(title), width }))
  return [head, ...printed, printPatches(causes, style)].join('')
}
