import { encodeText, parseRecord, RECORD_PATH, type Run, type RunRecord } from '@reprise/protocol'
import { queryOptions } from '@tanstack/react-query'
import { hasArtifact, readBeginning } from '../files/artifact-text.ts'

/** A record of a run with every package and file is some megabytes at most. */
const MOST_BYTES = 64 * 1_024 * 1_024

/** What a run was made from; null for runs that were not captured. */
export function recordQuery({ info }: Run) {
  return queryOptions({
    queryKey: ['records', info.run_id, info.status],
    queryFn: async ({ signal }): Promise<RunRecord | null> => {
      const uri = info.artifact_uri ?? ''
      if (!(await hasArtifact(uri, RECORD_PATH, signal))) return null
      const { text } = await readBeginning(uri, RECORD_PATH, { most: MOST_BYTES, signal })
      return parseRecord(encodeText(text))
    },
  })
}
