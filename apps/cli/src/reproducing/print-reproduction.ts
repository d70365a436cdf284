import { describeItem } from '@reprise/compare'
import { describeLevel, type Reproduction } from '@reprise/reproduce'
import type { World } from '../command.ts'
import { printCount } from '../output/values.ts'
import { listCauseSections, printPatches } from './print-causes.ts'
import { type Pair, printPairs, printSection } from './print-sections.ts'
import { same } from './same-rungs.ts'

/** The verdict for a person: first what came out, then what differs and why. Long lines are wrapped, not cut. */
export function printReproduction(reproduction: Reproduction, { style, width }: Pick<World, 'style' | 'width'>): string {
  const { verdict, kind, why, items, causes, notes, notCaptured } = reproduction
  const isGood = verdict === 'BIT_IDENTICAL' || verdict === 'WITHIN_TOLERANCE'
  const mark = isGood ? style.good : style.bad
  const differing = items.filter(({ rung }) => !same.has(rung))
  const sections: readonly (readonly [title: string, pairs: readonly Pair[]])[] = [
    ['', aboutOf(reproduction)],
    ['Stages', (reproduction.stages ?? []).map(({ stage, state, items: count, differing }) => [state, tellStage(stage, count, differing)])],
    ['Differences', differing.map((item) => [item.rung, `${item.kind} ${item.name}: ${describeItem(item)}`])],
    ...listCauseSections(causes, reproduction.explanation),
    ['Other than in the original', notes.map((note) => ['', note])],
    ['Not captured', notCaptured.map((line) => ['', line])],
  ]
  const head = `${mark(style.bold(verdict))} (${kind})\n${printPairs([['', why]], width)}`
  const printed = sections.map(([title, pairs]) => printSection(pairs, { title: title === '' ? '' : style.bold(title), width }))
  return [head, ...printed, printPatches(causes, style)].join('')
}

function tellStage(stage: string, items: number, differing: number): string {
  if (items === 0) return stage
  return differing === 0 ? `${stage}: ${printCount(items, 'result')}` : `${stage}: ${differing} of ${printCount(items, 'result')} other`
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
