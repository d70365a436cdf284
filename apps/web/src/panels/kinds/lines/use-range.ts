import { useState } from 'react'
import type { PanelProps } from '../../kind.ts'

type Range = readonly [number, number]

/** The part of the axis that is shown: of all charts together, or of this one, as long as it has the same axis. */
export function useRange({ axis, range, onRange }: PanelProps): readonly [Range | undefined, (next: Range | undefined) => void] {
  const [own, setOwn] = useState<{ readonly axis: string; readonly range: Range }>()
  if (onRange !== undefined) return [range, onRange]
  return [own?.axis === axis ? own.range : undefined, (next) => setOwn(next === undefined ? undefined : { axis, range: next })]
}
