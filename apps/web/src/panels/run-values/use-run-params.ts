import type { Param } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { client } from '../../server/client.ts'

/** How long the mouse rests on a run before its params are read: it passes over many. */
const REST_MILLISECONDS = 120

/** The params of a run that is pointed at; none until they are read. */
export function useRunParams(runId: string | undefined): readonly Param[] {
  const [rested, setRested] = useState<string>()
  useEffect(() => {
    const timer = setTimeout(() => setRested(runId), REST_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [runId])
  const isRested = runId !== undefined && rested === runId
  const { data } = useQuery({
    queryKey: ['values', 'params', runId],
    queryFn: async ({ signal }) => (await client.getRun({ run_id: runId ?? '' }, { signal })).run.data?.params ?? [],
    enabled: isRested,
    staleTime: Infinity,
  })
  return isRested ? (data ?? []) : []
}
