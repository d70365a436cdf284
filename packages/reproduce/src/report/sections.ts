import { describeItem, type Item } from '@reprise/compare'
import { describeLevel } from '../environment/level.ts'
import type { Reproduction } from '../reproduction.ts'
import { listCauses, listTrials } from './cause-sections.ts'

/** A part of the report: a table, a list, or a text whose lines stand as they are. */
export type Section =
  | { readonly title: string; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly title: string; readonly lines: readonly string[] }
  | { readonly title: string; readonly text: string }

/** Items that are shown; the rest is counted. Those that differ come first. */
const MOST_ITEMS = 500

/** What a report says, in order. Sections without content are left out. */
export function listSections(reproduction: Reproduction): Section[] {
  const { items, causes, explanation, notCaptured, notes, intervals } = reproduction
  const sorted = items.toSorted((a, b) => weight(b) - weight(a))
  const sections: Section[] = [
    { title: 'Verdict', lines: describeVerdict(reproduction) },
    {
      title: 'Stages',
      head: ['stage', 'state', 'results', 'of them other'],
      rows: (reproduction.stages ?? []).map(({ stage, state, items: count, differing }) => [
        stage,
        state,
        String(count),
        String(differing),
      ]),
    },
    ...listCauses(causes),
    ...(explanation === undefined ? [] : listTrials(explanation)),
    {
      title: 'Results',
      head: ['what', 'name', 'rung', 'evidence'],
      rows: sorted.slice(0, MOST_ITEMS).map((item) => [item.kind, item.name, item.rung, describeItem(item)]),
    },
    ...(items.length > MOST_ITEMS
      ? [{ title: 'More', lines: [`${items.length - MOST_ITEMS} more results are in reproduction.json.`] }]
      : []),
    {
      title: 'Scatter',
      head: ['metric', 'original', '95 % of repeats lie within', 'repeats', ''],
      rows: intervals.map(({ name, original, low, high, repeats, isInside }) => [
        name,
        String(original),
        `${low} … ${high}`,
        String(repeats),
        isInside ? 'inside' : 'outside',
      ]),
    },
    { title: 'Other than in the original', lines: notes },
    { title: 'Not captured', lines: notCaptured },
  ]
  return sections.filter(hasContent)
}

export function hasContent(section: Section): boolean {
  if ('text' in section) return section.text !== ''
  return ('rows' in section ? section.rows : section.lines).length > 0
}

function describeVerdict({ verdict, kind, why, run, reproduction, repeats, restoration }: Reproduction): string[] {
  return [
    `${verdict} (${kind}): ${why}`,
    `Original: ${run}`,
    ...(reproduction === undefined ? [] : [`Repeat: ${reproduction}`]),
    ...(repeats.length === 0 ? [] : [`Further repeats: ${repeats.join(', ')}`]),
    ...(restoration === undefined ? [] : [`Environment: ${restoration}, ${describeLevel(restoration)}`]),
  ]
}

const order = ['notJudged', 'identical', 'canonical', 'numeric', 'statistical', 'different', 'missing']

function weight({ rung }: Item): number {
  return order.indexOf(rung)
}
