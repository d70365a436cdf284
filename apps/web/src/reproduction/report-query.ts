import { queryOptions } from '@tanstack/react-query'
import { client } from '../server/client.ts'
import { hasArtifact, readBeginning } from '../files/artifact-text.ts'
import { readReport, type Report } from './report.ts'

const PATH = 'reprise/reproduction.json'
const MOST_BYTES = 16 * 1_024 * 1_024

/** The report that a repeat has of its original; null where it has none. */
export function reportQuery(repeat: string) {
  return queryOptions({
    queryKey: ['reports', repeat],
    queryFn: async ({ signal }): Promise<Report | null> => {
      const { run } = await client.getRun({ run_id: repeat }, { signal })
      const uri = run.info.artifact_uri ?? ''
      if (!(await hasArtifact(uri, PATH, signal))) return null
      const { text } = await readBeginning(uri, PATH, { most: MOST_BYTES, signal })
      return readReport(JSON.parse(text))
    },
  })
}
