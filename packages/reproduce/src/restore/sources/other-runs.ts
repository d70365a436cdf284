import type { Client } from '@reprise/client'
import type { RecordedFile } from '@reprise/protocol'
import { type RecordedRun, readRun } from '../../original/read-original.ts'
import type { DataSource } from './data-source.ts'
import { offerArtifact } from './kept-copy.ts'

/** Runs of the experiment that are looked at, the newest first. */
const MOST = 50

/** What other runs of the same experiment kept: the same data, or results that this run was made from. Repeats have only what they were given. */
export function otherRuns(client: Client, { id, run }: Pick<RecordedRun, 'id' | 'run'>): DataSource {
  let known: Promise<ReadonlyMap<string, KeptElsewhere>> | undefined
  return {
    name: 'other runs of the experiment',
    reach: 'tracking server',
    find: async function* ({ sha256, size }) {
      const found = (await (known ??= listKept(client, run.info.experiment_id, id))).get(sha256)
      if (found !== undefined)
        yield offerArtifact(client, { ...found, size, where: `the artifact ${found.path} of the run ${found.run.slice(0, 8)}` })
    },
  }
}

interface KeptElsewhere {
  readonly run: string
  readonly artifactUri: string
  readonly path: string
}

async function listKept(client: Client, experiment: string, without: string): Promise<ReadonlyMap<string, KeptElsewhere>> {
  const found = new Map<string, KeptElsewhere>()
  const { runs } = await client.searchRuns({ experiment_ids: [experiment], max_results: MOST, fields: ['tags.mlflow.runName'] })
  for (const { info } of runs) {
    if (info.run_id === without) continue
    const other = await readRun(client, info.run_id).catch(() => undefined)
    for (const { sha256, kept } of listFiles(other?.record)) {
      if (sha256 !== undefined && kept !== undefined && other !== undefined)
        found.set(sha256, { run: other.id, artifactUri: other.artifactUri, path: kept })
    }
  }
  return found
}

function listFiles(record: RecordedRun['record'] | undefined): readonly RecordedFile[] {
  return record === undefined || record.reproduces !== undefined ? [] : [...record.inputs, ...record.outputs, ...record.code.files]
}
