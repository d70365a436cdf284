import type { PanelProps } from '../../kind.ts'
import { byPoint } from '../../run-values/field.ts'
import { useRunValues, type UsedValues } from '../../run-values/use-run-values.ts'
import { useAxes } from './use-axes.ts'

interface AxisValues extends UsedValues {
  /** The axes as they are named in the address; undefined until they are known. */
  readonly axes: readonly string[] | undefined
  /** The same, with the point that stands for a metric. */
  readonly ids: readonly string[] | undefined
  readonly colourId: string | undefined
}

/** What the runs have on the axes, which may have to be found first, and what they are coloured by. */
export function useAxisValues(props: PanelProps): AxisValues {
  const { fields, options, experimentIds, isInView } = props
  const axes = useAxes(
    experimentIds,
    fields.slice(1).filter((id) => id !== ''),
  )
  const ids = axes === undefined ? undefined : byPoint(axes, options['point'])
  const [wanted = ''] = byPoint(fields, options['point'])
  // Coloured by what was asked for, else by the last metric: that is what one looks for.
  const colourId = wanted === '' ? ids?.findLast((id) => id.includes('metrics.')) : wanted
  const asked = ids === undefined ? [] : colourId === undefined || ids.includes(colourId) ? ids : [...ids, colourId]
  return { axes, ids, colourId, ...useRunValues({ ...props, isInView: isInView && asked.length > 0 }, asked) }
}
