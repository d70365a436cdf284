import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useSettings } from '../browser/settings.ts'
import { bestOf } from '../values/direction.ts'
import type { Column } from './column.ts'
import { columnOf, columnOfSummary } from './columns.ts'
import { firstNamesQueries } from './first-names.ts'
import { firstOwnColumns } from './own-columns.ts'

/** Columns that are shown until somebody picks others. */
const FIRST_METRICS = 4

/** The columns of the table: those that were picked, else some of what the runs have. Undefined until that is known. */
export function useColumns(experimentIds: readonly string[], picked: readonly string[] | undefined): readonly Column[] | undefined {
  const { firstColumns } = useSettings()
  const queries = firstNamesQueries(experimentIds)
  const { data: metrics } = useQuery({ ...queries.metrics, enabled: picked === undefined })
  const { data: params } = useQuery({ ...queries.params, enabled: picked === undefined })
  return useMemo(() => {
    if (picked !== undefined) return picked.map(columnOf)
    if (metrics === undefined || params === undefined) return undefined
    const names = metrics.keys.map(({ key }) => key).filter((key) => !key.startsWith('system/'))
    const summaryOf = (name: string) => (firstColumns === 'best' ? bestOf(name) : undefined) ?? 'latest'
    return [
      ...firstOwnColumns,
      ...names.slice(0, FIRST_METRICS).map((name) => columnOfSummary(name, summaryOf(name))),
      ...params.keys.map(({ key }) => `params.${key}`),
    ].map(columnOf)
  }, [picked?.join('\n'), metrics, params, firstColumns])
}
