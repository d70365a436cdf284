import type { ChartGroup } from '../../charts/chart-run.ts'
import { assignColours } from '../../charts/run-colours.ts'
import type { Column } from './column.ts'
import type { RunValues } from './run-values.ts'

/** Runs that stand together in a chart. */
export interface ValueGroup {
  readonly id: string
  readonly name: string
  /** A colour of CSS. */
  readonly colour: string
  /** Which rows of the values they are. */
  readonly indexes: readonly number[]
}

/** Numbers with more different values than this are laid in as many shares of equal width. */
const MOST_NUMBERS = 12

/** Runs by what they have in a column, in its order; runs without a value last. Many different numbers are put into shares. */
export function groupsBy(column: Column): ValueGroup[] {
  const names = namesOf(column)
  const order = new Map<string, number[]>()
  for (const name of names.order) order.set(name, [])
  for (const index of column.numbers.keys()) {
    const name = names.nameOf(index)
    const members = order.get(name)
    if (members === undefined) order.set(name, [index])
    else members.push(index)
  }
  const colours = assignColours([...order.keys()])
  return [...order].flatMap(([name, indexes]) =>
    indexes.length === 0 ? [] : [{ id: name, name, colour: colours.get(name) ?? 'var(--text-soft)', indexes }],
  )
}

const NONE = 'none'

function namesOf({ kind, numbers, categories, cells }: Column): { order: readonly string[]; nameOf: (index: number) => string } {
  if (kind === 'category') return { order: [...categories, NONE], nameOf: (index) => categories[numbers[index] ?? -1] ?? NONE }
  const values = [...new Set(numbers.filter((value) => !Number.isNaN(value)))].toSorted((a, b) => a - b)
  if (values.length <= MOST_NUMBERS) {
    const texts = new Map([...numbers].map((value, index) => [value, String(cells[index] ?? NONE)]))
    const nameOf = (index: number) => (Number.isNaN(numbers[index]) ? NONE : (texts.get(numbers[index] ?? 0) ?? NONE))
    return { order: [...values.map((value) => texts.get(value) ?? NONE), NONE], nameOf }
  }
  const least = values[0] ?? 0
  const most = values.at(-1) ?? 0
  const isLog = least > 0 && most / least >= 20
  const shareOf = (value: number) => (isLog ? Math.log(value / least) / Math.log(most / least) : (value - least) / (most - least))
  const valueOf = (share: number) => Number((isLog ? least * (most / least) ** share : least + share * (most - least)).toPrecision(3))
  const order = Array.from({ length: SHARES }, (_, at) => `${valueOf(at / SHARES)} – ${valueOf((at + 1) / SHARES)}`)
  const nameOf = (index: number) => {
    const value = numbers[index] ?? Number.NaN
    return Number.isNaN(value) ? NONE : (order[Math.min(SHARES - 1, Math.floor(shareOf(value) * SHARES))] ?? NONE)
  }
  return { order: [...order, NONE], nameOf }
}

const SHARES = 6

/** The groups of the page, as rows of the values. */
export function groupsOfPage({ runs }: RunValues, groups: readonly ChartGroup[]): ValueGroup[] {
  const places = new Map(runs.map(({ id }, at) => [id, at]))
  return groups
    .map(({ id, name, colour, runIds }) => ({
      id,
      name,
      colour,
      indexes: runIds.map((run) => places.get(run)).filter((at) => at !== undefined),
    }))
    .filter(({ indexes }) => indexes.length > 0)
}

/** The numbers that some rows have in a column. */
export function numbersOf({ numbers }: Column, indexes: readonly number[]): number[] {
  return indexes.map((index) => numbers[index] ?? Number.NaN).filter((value) => !Number.isNaN(value))
}
