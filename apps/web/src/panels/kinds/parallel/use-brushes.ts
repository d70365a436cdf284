import { useMemo, useState } from 'react'
import type { PanelProps } from '../../kind.ts'
import type { Column } from '../../run-values/column.ts'
import { type Brushes, parseBrushes, printBrushes } from './ranges.ts'

interface UsedBrushes {
  readonly brushes: Brushes
  /** `isDone`: they are kept in the address; else they are still being dragged. */
  readonly brush: (next: Brushes, isDone: boolean) => void
}

const noColumns: readonly Column[] = []

/** The ranges of the axes. Where nothing is kept they last as long as the panel. */
export function useBrushes({ options, onChange }: PanelProps, columns: readonly Column[] = noColumns): UsedBrushes {
  const [draft, setDraft] = useState<Brushes>()
  const kept = useMemo(() => parseBrushes(options['pick'] ?? '', columns), [options['pick'], columns])
  const brush = (next: Brushes, isDone: boolean) => {
    if (!isDone || onChange === undefined) return setDraft(next)
    setDraft(undefined)
    onChange({ options: { pick: printBrushes(next, columns) } })
  }
  return { brushes: draft ?? kept, brush }
}
