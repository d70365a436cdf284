import type { Run } from '@reprise/protocol'
import { type ReactNode, useState } from 'react'
import { copyText } from '../shell/copy-text.ts'
import { type Anchor, MenuList, type MenuSections } from '../shell/menu.tsx'
import { addCondition, conditionsOf } from './conditions.ts'
import type { Column } from './column.ts'
import type { RunsView, ViewChange } from './view.ts'

interface Given {
  readonly view: RunsView
  readonly onChange: (change: ViewChange) => void
  readonly columns: readonly Column[]
}

/** A cell that was clicked. */
export interface ClickedCell {
  readonly run: Run
  readonly column: Column
  readonly element: Element
  /** Whether the nearest condition is meant at once. */
  readonly isDirect: boolean
}

interface CellMenu {
  readonly open: (cell: ClickedCell) => void
  /** Offers the values of a whole run, for keys. */
  readonly openRun: (run: Run, anchor: Anchor) => void
  readonly menu: ReactNode
}

/** A click on a value offers what can be asked with it; with Alt it is asked at once for runs that have the same. */
export function useCellMenu({ view, onChange, columns }: Given): CellMenu {
  const [shown, setShown] = useState<{ readonly label: string; readonly sections: MenuSections; readonly anchor: Anchor }>()
  const filter = (condition: string) => onChange({ q: addCondition(view.q, condition) })
  const itemsOf = (column: Column, run: Run) =>
    conditionsOf(column.id, valueOf(column, run)).map(({ title, filter: condition }) => ({ title, act: () => filter(condition) }))
  const openCell = ({ run, column, element, isDirect }: ClickedCell) => {
    // Somebody takes a text from the table.
    if (window.getSelection()?.isCollapsed === false) return
    const value = valueOf(column, run)
    const same = conditionsOf(column.id, value).find(({ filter: condition }) => condition.includes(' = ') && !condition.startsWith('NOT'))
    if (isDirect && same !== undefined) return filter(same.filter)
    const copy = value === '' ? [] : [{ title: 'Copy the value', act: () => copyText(value, column.title) }]
    setShown({ label: `${column.title} of the run`, sections: [itemsOf(column, run), copy], anchor: element.getBoundingClientRect() })
  }
  return {
    open: openCell,
    openRun: (run, anchor) => {
      const items = columns.flatMap((column) => itemsOf(column, run).slice(0, 1))
      setShown({ label: 'Values of the run', sections: [items], anchor })
    },
    menu:
      shown === undefined || shown.sections.flat().length === 0 ? null : (
        <MenuList label={shown.label} sections={shown.sections} anchor={shown.anchor} onClose={() => setShown(undefined)} />
      ),
  }
}

function valueOf(column: Column, run: Run): string {
  return column.detailOf?.(run) ?? column.textOf(run)
}
