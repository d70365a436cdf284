import type { PointRecord, SweepDefinition } from '@reprise/pipelines/sweeps'
import type { World } from '../command.ts'
import { type Column, printTable } from '../output/table.ts'
import { printDuration, printNumber } from '../output/values.ts'
import { spellValue } from './spell-point.ts'

/** Points with the best first; those without a metric in their order behind them. */
export function sortPoints(points: readonly PointRecord[], { direction }: Pick<SweepDefinition, 'direction'>): PointRecord[] {
  const sign = direction === 'maximize' ? -1 : 1
  const rank = ({ value }: PointRecord): number => (value === undefined || Number.isNaN(value) ? Infinity : sign * value)
  return points.toSorted((left, right) => (rank(left) === rank(right) ? left.number - right.number : rank(left) < rank(right) ? -1 : 1))
}

/** A table of points: values, the metric of the sweep, other metrics as far as there is room. */
export function printPoints(
  points: readonly PointRecord[],
  definition: Pick<SweepDefinition, 'metric' | 'direction'>,
  { width, style }: Pick<World, 'width' | 'style'>,
): string {
  const { metric } = definition
  const keys = [...new Set(points.flatMap(({ point }) => point.map(({ key }) => key)))]
  const own = metric === undefined ? undefined : `${metric.file}:${metric.key}`
  const others = [...new Set(points.flatMap(({ metrics = {} }) => Object.keys(metrics)))].filter((key) => key !== own)
  const columns: Column<PointRecord>[] = [
    { title: 'point', value: ({ number }) => String(number), align: 'right' },
    ...keys.map((key): Column<PointRecord> => ({
      title: key,
      value: (record) => valueOf(record, key),
      align: 'right',
      giveWay: 1,
      narrowest: 6,
    })),
    ...(metric === undefined
      ? []
      : [
          {
            title: metric.key,
            value: ({ value }: PointRecord) => (value === undefined ? '-' : printNumber(value)),
            align: 'right' as const,
          },
        ]),
    ...others.map((key): Column<PointRecord> => ({
      title: key.slice(key.indexOf(':') + 1),
      value: ({ metrics }) => toText(metrics?.[key]),
      align: 'right',
      giveWay: 3,
    })),
    { title: 'state', value: ({ state }) => state },
    {
      title: 'time',
      value: ({ milliseconds }) => (milliseconds === undefined ? '-' : printDuration(milliseconds)),
      align: 'right',
      giveWay: 4,
    },
    { title: 'run', value: ({ run }) => run?.slice(0, 8) ?? '-', giveWay: 5 },
  ]
  return printTable(sortPoints(points, definition), columns, { width, styleTitles: style.bold }).text
}

function valueOf({ point }: PointRecord, key: string): string {
  const found = point.find((assignment) => assignment.key === key)
  return found === undefined ? '-' : found.action === 'remove' ? '(removed)' : spellValue(found.value)
}

function toText(value: number | undefined): string {
  return value === undefined ? '-' : printNumber(value)
}
