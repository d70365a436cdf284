import { useQueries } from '@tanstack/react-query'
import { useRef } from 'react'
import { bucketsQuery, type BucketsRequest } from '../../../charts/buckets-query.ts'
import type { Series } from '../../../charts/series.ts'

interface Wanted extends Omit<BucketsRequest, 'metric'> {
  readonly metrics: readonly string[]
  readonly isInView: boolean
  /** Whether somebody looks at single points: those that arrive then do not move what is there. */
  readonly isLooking: boolean
}

interface UsedSeries {
  readonly series: readonly Series[]
  readonly isPending: boolean
  readonly error: Error | undefined
}

/** Curves of metrics of runs. What was there stays until what is asked for instead has come. */
export function useSeries({ metrics, isInView, isLooking, ...request }: Wanted): UsedSeries {
  const answers = useQueries({
    queries: metrics.map((metric) => ({ ...bucketsQuery({ ...request, metric }), enabled: request.runIds.length > 0 && isInView })),
  })
  const isFresh = answers.every(({ data, isPlaceholderData }) => data !== undefined && !isPlaceholderData)
  const series = useStill(useJoined(answers.map(({ data }) => data)), {
    key: JSON.stringify([request, metrics]),
    isStill: isLooking && isFresh,
  })
  return {
    series,
    isPending: answers.some(({ isPending }) => isPending),
    error: answers.find(({ error }) => error !== null)?.error ?? undefined,
  }
}

/** One list of all, that is the same as long as its parts are. What was there stays until all of what is asked for instead has come. */
function useJoined(parts: readonly (readonly Series[] | undefined)[]): readonly Series[] {
  const before = useRef<{ readonly parts: typeof parts; readonly all: readonly Series[] }>({ parts: [], all: [] })
  const isSame = parts.length === before.current.parts.length && parts.every((part, at) => part === before.current.parts[at])
  const isWaiting = parts.includes(undefined) && before.current.all.length > 0
  if (!isSame && !isWaiting) before.current = { parts, all: parts.flatMap((part) => part ?? []) }
  return before.current.all
}

/** What was there when somebody began to look, until the look ends or something else is asked for: points that arrive do not move it. */
function useStill<Value>(value: Value, { key, isStill }: { readonly key: string; readonly isStill: boolean }): Value {
  const kept = useRef<{ readonly key: string; readonly value: Value }>(undefined)
  if (!isStill) kept.current = undefined
  else if (kept.current?.key !== key) kept.current = { key, value }
  return kept.current?.value ?? value
}
