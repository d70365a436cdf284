import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { defaultTracker, searchRuns } from '@reprise/sdk'
import { assert, required, type Step } from '../step.ts'

export const auditArtifact: Step = {
  title: 'The exported Markdown is kept with the run of the export',
  check: async ({ ingested, folder }) => {
    const { raw_data_id: rawDataId } = required(ingested, 'ingestion')
    const filter = `tags.raw_data_id = '${rawDataId}' AND tags.task_name = 'export'`
    const run = required((await searchRuns({ filter }).toArray())[0], 'run of the export')
    const { artifactUri = '' } = run
    const { client } = defaultTracker
    const kept = await client.listArtifacts(artifactUri, 'exports')
    assert(kept.length === run.metrics['files_exported'], `The run keeps ${kept.length} files of ${run.metrics['files_exported']}.`)
    for (const { path } of kept) {
      const [copy, own] = [
        await text(await client.downloadArtifact(artifactUri, path)),
        await readFile(join(folder, fileOf(rawDataId, path)), 'utf8'),
      ]
      assert(copy === own, `${path} is not the file that was exported.`)
    }
    return [`run ${run.id}: ${kept.map(({ path }) => path).join(', ')}`, `the same bytes as in ${join(folder, 'exports', rawDataId)}`]
  },
}

function fileOf(rawDataId: string, artifact: string): string {
  return join('exports', rawDataId, artifact.slice('exports/'.length))
}
