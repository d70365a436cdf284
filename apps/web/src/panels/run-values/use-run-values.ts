import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { PanelProps } from '../kind.ts'
import { meansOfGroups } from './group-means.ts'
import { runValuesQuery } from './run-values-query.ts'
import type { RunValues } from './run-values.ts'

type Wanted = Pick<PanelProps, 'experimentIds' | 'search' | 'runs' | 'groups' | 'isInView'>

export interface UsedValues {
  readonly values: RunValues | undefined
  readonly error: unknown
}

/**
 * What all runs of the table have in some fields, columns in the order of `ids`; of groups, where there are any, their means. Runs whose
 * curves are drawn keep their colours.
 */
export function useRunValues(wanted: Wanted, ids: readonly string[]): UsedValues {
  const { runs, groups, isInView } = wanted
  // The same values in another order are not read again.
  const sorted = useMemo(() => [...new Set(ids)].toSorted(), [ids.join('\n')])
  const { data, error } = useQuery({ ...runValuesQuery(wanted, sorted), enabled: isInView })
  const values = useMemo(() => {
    if (data === undefined) return undefined
    const columns = [...new Set(ids)]
      .map((id) => data.columns.find(({ field }) => field.id === id))
      .filter((column) => column !== undefined)
    if (groups !== undefined) return meansOfGroups({ ...data, columns }, groups)
    const colours = new Map(runs.map(({ id, colour }) => [id, colour]))
    return { ...data, columns, runs: data.runs.map((run) => ({ ...run, colour: colours.get(run.id) })) }
  }, [data, ids.join('\n'), runs, groups])
  return { values, error }
}
