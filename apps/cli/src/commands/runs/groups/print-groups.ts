import type { World } from '../../../command.ts'
import { toCellText } from '../../../output/cell.ts'
import { type Column, printTable } from '../../../output/table.ts'
import { printAge, printCount, printDuration, printNumber, printTime } from '../../../output/values.ts'
import { DURATION } from './collect-runs.ts'
import { type Group, leastForTrend, type Trend } from './group.ts'

/** Groups, and anomalies of one of them, that are shown. */
const [MOST_GROUPS, MOST_ANOMALIES] = [50, 3]

export interface GroupsToPrint {
  readonly field: string
  readonly metric: string
  readonly world: World
}

/** A table of groups, and the runs that are unlike the others. */
export function printGroups(groups: readonly Group[], { field, metric, world }: GroupsToPrint): void {
  const print = (value: number | null): string =>
    value === null ? '-' : metric === DURATION ? printDuration(value * 1_000) : printNumber(value)
  const columns: Column<Group>[] = [
    { title: field.replace(/^(?:params|tags)\./, ''), value: ({ group }) => group, giveWay: 1, narrowest: 8 },
    { title: 'RUNS', value: ({ count }) => String(count), align: 'right' },
    { title: 'SUCCESS', value: ({ success_rate: rate }) => (rate === null ? '-' : printShare(rate)), align: 'right' },
    { title: 'MEDIAN', value: (group) => print(group.median), align: 'right' },
    { title: 'P95', value: ({ p95 }) => print(p95), align: 'right' },
    { title: 'TREND', value: ({ trend }) => printTrend(trend), giveWay: 2 },
    { title: 'ANOMALIES', value: ({ anomalies }) => String(anomalies.length), align: 'right', giveWay: 3 },
    { title: 'LAST', value: ({ last_start_time: time }) => printAge(time, world.now()), align: 'right', giveWay: 4 },
  ]
  const shown = groups.slice(0, MOST_GROUPS)
  world.write(printTable(shown, columns, { width: world.width, styleTitles: world.style.bold }).text)
  for (const { group, anomalies } of shown) {
    for (const { run_id: id, start_time: time, value, usual } of anomalies.slice(0, MOST_ANOMALIES)) {
      world.write(`${toCellText(group)}: ${id} of ${printTime(time)} has ${print(value)}, where ${print(usual)} was usual\n`)
    }
    const more = anomalies.length - MOST_ANOMALIES
    if (more > 0) world.write(`${toCellText(group)}: ${printCount(more, 'older anomaly').replace('anomalys', 'anomalies')}\n`)
  }
  if (groups.length > MOST_GROUPS) world.note(`${printCount(groups.length - MOST_GROUPS, 'more group')}: --json has all of them.`)
}

function printShare(share: number): string {
  const percent = 100 * share
  return `${percent === 100 || percent === 0 ? percent : Math.min(99.9, Math.max(0.1, percent)).toFixed(1)}%`
}

function printTrend({ direction, change }: Trend): string {
  if (direction === 'unknown') return `fewer than ${leastForTrend} runs`
  if (direction === 'steady' || change === null) return direction
  return `${direction}, ${change > 0 ? '+' : ''}${Math.round(100 * change)}%`
}
