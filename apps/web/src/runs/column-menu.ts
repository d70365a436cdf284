import type { MenuSections } from '../shell/menu.tsx'
import { bestOf, sayBest } from '../values/direction.ts'
import { moveColumn, setWidth, shiftColumn } from './arrange-columns.ts'
import type { Column } from './column.ts'
import { columnOfSummary, metricOfColumn, type Summary } from './columns.ts'
import type { RunsView, ViewChange } from './view.ts'

/** How much one step widens a column. */
const STEP = 30

export interface ColumnMenu {
  readonly column: Column
  readonly width: number
  /** All columns of the table in their order. */
  readonly ids: readonly string[]
  readonly view: RunsView
  readonly onChange: (change: ViewChange) => void
}

/** What can be done with a column. */
export function columnSections({ column, width, ids, view, onChange }: ColumnMenu): MenuSections {
  const { id, isSortable } = column
  const pinned = view.pin ?? []
  const isPinned = pinned.includes(id)
  const widths = view.widths ?? []
  const sortBy = (title: string, sort: string | undefined) => ({ title, isChosen: view.sort === sort, act: () => onChange({ sort }) })
  return [
    isSortable
      ? [sortBy('Greatest first', `${id} DESC`), sortBy('Least first', `${id} ASC`), sortBy('The newest run first', undefined)]
      : [],
    ...metricSections({ column, width, ids, view, onChange }),
    [
      {
        title: 'Pin at the left',
        isChosen: isPinned,
        act: () => onChange({ pin: orAbsent(isPinned ? pinned.filter((one) => one !== id) : [...pinned, id]) }),
      },
      { title: 'Move left', isDisabled: ids[0] === id, act: () => onChange({ cols: shiftColumn(ids, id, -1) }) },
      { title: 'Move right', isDisabled: ids.at(-1) === id, act: () => onChange({ cols: shiftColumn(ids, id, 1) }) },
      { title: 'Move to the front', act: () => onChange({ cols: moveColumn(ids, id, ids[0]) }) },
      { title: 'Wider', act: () => onChange({ widths: setWidth(widths, id, width + STEP) }) },
      { title: 'Narrower', act: () => onChange({ widths: setWidth(widths, id, width - STEP) }) },
      { title: 'As wide as at first', act: () => onChange({ widths: orAbsent(setWidth(widths, id, undefined)) }) },
    ],
    [
      ...(/^(?:params|tags)\./.test(id)
        ? [
            {
              title: 'Gather rows by it',
              isChosen: view.group === id,
              act: () => onChange({ group: view.group === id ? undefined : id }),
            },
          ]
        : []),
      { title: 'Hide', act: () => onChange({ cols: ids.filter((one) => one !== id) }) },
    ],
  ]
}

const summaries: readonly (readonly [Summary, string])[] = [
  ['latest', 'Latest value'],
  ['min', 'Least value'],
  ['max', 'Greatest value'],
  ['first', 'First value'],
]

/** Of a metric: which of its points is shown, and which way it is better. */
function metricSections({ column: { id }, ids, view, onChange }: ColumnMenu): MenuSections {
  const { metric, summary: shown } = metricOfColumn(id) ?? {}
  if (metric === undefined) return []
  const best = bestOf(metric)
  const show = (summary: Summary): ViewChange => {
    const next = columnOfSummary(metric, summary)
    const swap = (list: readonly string[]) => [...new Set(list.map((one) => (one === id ? next : one)))]
    const isSorted = view.sort?.startsWith(`${id} `) === true
    return {
      cols: swap(ids),
      ...(view.pin === undefined ? {} : { pin: swap(view.pin) }),
      ...(isSorted ? { sort: view.sort?.replace(id, next) } : {}),
    }
  }
  return [
    summaries.map(([summary, title]) => ({
      title,
      isChosen: summary === shown || (summary === 'latest' && shown === 'last'),
      act: () => onChange(show(summary)),
      ...(summary === best ? { note: 'best' } : {}),
    })),
    [
      { title: 'More is better', isChosen: best === 'max', act: () => (sayBest(metric, 'max'), onChange(show('max'))) },
      { title: 'Less is better', isChosen: best === 'min', act: () => (sayBest(metric, 'min'), onChange(show('min'))) },
    ],
  ]
}

function orAbsent(list: readonly string[]): readonly string[] | undefined {
  return list.length === 0 ? undefined : list
}
