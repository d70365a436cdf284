import { describeItem, describeLevel, type Reproduction } from '@reprise/reproduce'
import type { World } from '../../command.ts'
import { printTable } from '../../output/table.ts'
import { printCount } from '../../output/values.ts'

/** Results that are shown; the report has all. */
const MOST = 15
const same: ReadonlySet<string> = new Set(['identical', 'canonical', 'notJudged'])

/** The verdict for a person: first what came out, then what differs and why. */
export function printReproduction(reproduction: Reproduction, { style, width }: Pick<World, 'style' | 'width'>): string {
  const { verdict, kind, why, items, causes, notes, notCaptured } = reproduction
  const isGood = verdict === 'BIT_IDENTICAL' || verdict === 'WITHIN_TOLERANCE'
  const head = `${(isGood ? style.good : style.bad)(style.bold(verdict))} (${kind})  ${why}\n`
  const differing = items.filter(({ rung }) => !same.has(rung))
  const sections = [
    printPairs(aboutOf(reproduction), width),
    printTitled(
      'Differences',
      differing.map((item) => [item.rung, `${item.kind} ${item.name}: ${describeItem(item)}`] as const),
    ),
    printTitled(
      'Causes',
      causes.map((cause) => [cause.status, `${cause.kind} ${cause.subject}: ${cause.evidence}`] as const),
    ),
    printTitled(
      'Other than in the original',
      notes.map((note) => ['', note] as const),
    ),
    printTitled(
      'Not captured',
      notCaptured.map((line) => ['', line] as const),
    ),
  ]
  return head + sections.filter((section) => section !== '').join('')

  function printTitled(title: string, pairs: readonly (readonly [string, string])[]): string {
    if (pairs.length === 0) return ''
    const more = pairs.length > MOST ? `  … and ${pairs.length - MOST} more; --json prints all\n` : ''
    return `\n${style.bold(title)}\n${printPairs(pairs.slice(0, MOST), width)}${more}`
  }
}

function aboutOf({ run, reproduction, repeats, restoration, items, folder }: Reproduction): (readonly [string, string])[] {
  const counts = new Map<string, number>()
  for (const { rung } of items) counts.set(rung, (counts.get(rung) ?? 0) + 1)
  return [
    ['original', run],
    ...(reproduction === undefined ? [] : [['repeat', reproduction] as const]),
    ...(repeats.length === 0 ? [] : [['more', repeats.join(', ')] as const]),
    ...(restoration === undefined ? [] : [['environment', `${restoration}, ${describeLevel(restoration)}`] as const]),
    ...(items.length === 0
      ? []
      : [
          [
            'results',
            `${printCount(items.length, 'result')}: ${[...counts].map(([rung, count]) => `${count} ${rung}`).join(', ')}`,
          ] as const,
        ]),
    ...(folder === undefined ? [] : [['folder', folder] as const]),
  ]
}

function printPairs(pairs: readonly (readonly [string, string])[], width: number): string {
  const columns = [
    { title: '', value: ([name]: readonly [string, string]) => name },
    { title: '', value: ([, value]: readonly [string, string]) => value, giveWay: 1, narrowest: 20 },
  ]
  return printTable(pairs, columns, { width: width - 2 }).text.replace(/^(?=.)/gm, '  ')
}
