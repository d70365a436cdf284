import { useQuery } from '@tanstack/react-query'
import { keysQuery } from '../../../server/queries.ts'

const MOST_PARAMS = 6
const MOST_METRICS = 2
/** Names among which metrics are looked for: those of machines come between. */
const MOST_NAMES = 40

/** The axes that were named, else the first params and metrics that runs have; undefined until those are known. */
export function useAxes(experimentIds: readonly string[], named: readonly string[]): readonly string[] | undefined {
  const enabled = named.length === 0
  const { data: params } = useQuery({ ...keysQuery(experimentIds, 'param', '', MOST_PARAMS), enabled })
  const { data: metrics } = useQuery({ ...keysQuery(experimentIds, 'metric', '', MOST_NAMES), enabled })
  if (!enabled) return named
  if (params === undefined || metrics === undefined) return undefined
  const own = metrics.keys.filter(({ key }) => !key.startsWith('system/')).slice(0, MOST_METRICS)
  return [...params.keys.map(({ key }) => `params.${key}`), ...own.map(({ key }) => `metrics.${key}`)]
}
