import type { Run } from '@reprise/protocol'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { quoteSort } from '../search/quote.ts'
import { runsQuery } from '../server/queries.ts'
import type { Column } from './column.ts'
import type { RunsView } from './view.ts'

/** What is always read of runs: it decides how they stand and what they are called. */
const always = ['tags.mlflow.parentRunId', 'tags.reprise.verdict']

/** Runs of a table, of which more may be read. */
export interface ReadRuns {
  readonly runs: readonly Run[]
  readonly isPending: boolean
  readonly error: Error | null
  readonly hasMore: boolean
  readonly readMore: () => void
  readonly isReadingAll: boolean
  /** Reads on until there are no more. */
  readonly readAll: () => void
  /** The same, and answers all of them. */
  readonly whole: () => Promise<readonly Run[]>
}

/** The runs that a view asks for, with what its columns show; none until those are known. */
export function useRuns(experimentIds: readonly string[], view: RunsView, columns: readonly Column[] | undefined): ReadRuns {
  const query = runsQuery({
    experimentIds,
    filter: view.q ?? '',
    orderBy: view.sort === undefined ? [] : [quoteSort(view.sort)],
    fields: fieldsOf(view, columns ?? []),
    deleted: view.deleted === true,
  })
  const answer = useInfiniteQuery({ ...query, enabled: columns !== undefined })
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, isPending } = answer
  const [isReadingAll, setReadingAll] = useState(false)
  useEffect(() => {
    if (isReadingAll && hasNextPage && !isFetchingNextPage && error === null) void fetchNextPage()
    if (!hasNextPage) setReadingAll(false)
  }, [isReadingAll, hasNextPage, isFetchingNextPage, error, fetchNextPage])
  return {
    runs: useMemo(() => data?.pages.flatMap((one) => one.runs) ?? [], [data]),
    isPending,
    error,
    hasMore: hasNextPage,
    readMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
    },
    isReadingAll,
    readAll: () => setReadingAll(true),
    whole: async () => {
      let last: Pick<typeof answer, 'hasNextPage' | 'data' | 'error'> = answer
      while (last.hasNextPage && last.error === null) last = await fetchNextPage()
      if (last.error !== null) throw last.error
      return last.data?.pages.flatMap((one) => one.runs) ?? []
    },
  }
}

/** What is read of each run: means over a param take all params, since runs may differ in nothing else. */
function fieldsOf({ over, group }: RunsView, columns: readonly Column[]): string[] {
  const fields = [
    ...columns.map(({ id }) => id),
    ...(over === undefined ? [] : ['params.*']),
    ...(group === undefined ? [] : [group]),
    ...always,
  ]
  return [...new Set(fields)]
}
