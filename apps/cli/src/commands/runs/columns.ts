import type { Run } from '@reprise/protocol'
import type { Column } from '../../output/table.ts'
import { printAge, printDuration } from '../../output/values.ts'
import { printField } from '../../output/run-field.ts'

interface Choice {
  /** Fields that were asked for; undefined shows the metrics that most of these runs have. */
  readonly chosen: readonly string[] | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/** The columns of a list of runs. Ids are never cut: Python clients take only whole ones. */
export function columnsFor(runs: readonly Run[], { chosen, now }: Choice): Column<Run>[] {
  const fields = chosen ?? commonMetrics(runs)
  return [
    { title: 'RUN', value: ({ info }) => info.run_id },
    { title: 'NAME', value: ({ info }) => info.run_name ?? '', giveWay: 1, narrowest: 12 },
    { title: 'STATUS', value: ({ info }) => info.status, giveWay: 2 },
    ...verdictsOf(runs, chosen),
    { title: 'AGE', value: ({ info }) => printAge(info.start_time, now), align: 'right', giveWay: 4 },
    { title: 'TOOK', value: ({ info }) => took(info), align: 'right', giveWay: 6 },
    ...fields.map((field): Column<Run> => toColumn(field, chosen === undefined)),
  ]
}

/** Shown unasked where one of the runs was judged. */
function verdictsOf(runs: readonly Run[], chosen: Choice['chosen']): Column<Run>[] {
  const value = (run: Run): string => printField(run, 'verdict')
  return chosen === undefined && runs.some((run) => value(run) !== '') ? [{ title: 'VERDICT', value, giveWay: 3 }] : []
}

function toColumn(field: string, isGuess: boolean): Column<Run> {
  const isMetric = /^(?:\w+\()?metrics?\./.test(field)
  return {
    title: isGuess ? field.replace(/^metrics\./, '') : field,
    value: (run) => printField(run, field),
    ...(isMetric ? { align: 'right' } : { narrowest: 8 }),
    // What was asked for stays longer than what nobody asked for.
    giveWay: isGuess ? 5 : 3,
  }
}

function took({ start_time: start, end_time: end }: Run['info']): string {
  return start === undefined || end === undefined ? '-' : printDuration(Number(end) - Number(start))
}

const MOST_COLUMNS = 4

function commonMetrics(runs: readonly Run[]): string[] {
  const counts = new Map<string, number>()
  for (const { key } of runs.flatMap((run) => run.data?.metrics ?? [])) counts.set(key, (counts.get(key) ?? 0) + 1)
  return [...counts]
    .filter(([key]) => !key.startsWith('system/') && !key.startsWith('seed/'))
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, MOST_COLUMNS)
    .map(([key]) => `metrics.${key}`)
}
