import type { Client } from '@reprise/client'
import { encodeJson, encodeText } from '@reprise/protocol'
import type { Reproduction } from '../reproduction.ts'
import { printHtml } from './html.ts'
import { printMarkdown } from './markdown.ts'

/** Where the report is, below the artifacts of the repeat. */
const REPORT_PATH = 'reprise/reproduction'

/**
 * Keeps the verdict: as tags of the original, where searches find it as the attribute `verdict`, and as a report with the repeat. What the
 * repeat is tagged with has other names, since nobody has judged the repeat itself.
 */
export async function publishReport(client: Client, reproduction: Reproduction): Promise<void> {
  const { run, reproduction: repeat, verdict, kind } = reproduction
  const tags = [
    { key: 'reprise.verdict', value: verdict },
    { key: 'reprise.verdict.kind', value: kind },
    ...(repeat === undefined ? [] : [{ key: 'reprise.reproduction', value: repeat }]),
  ]
  if (repeat !== undefined) {
    const { run: target } = await client.getRun({ run_id: repeat })
    const uri = target.info.artifact_uri ?? ''
    await client.uploadArtifact(uri, `${REPORT_PATH}.json`, encodeJson(reproduction), { contentType: 'application/json' })
    await client.uploadArtifact(uri, `${REPORT_PATH}.md`, encodeText(printMarkdown(reproduction)), { contentType: 'text/markdown' })
    await client.uploadArtifact(uri, `${REPORT_PATH}.html`, encodeText(printHtml(reproduction)), { contentType: 'text/html' })
    await client.logBatch({
      run_id: repeat,
      tags: [
        { key: 'reprise.reproduces.verdict', value: verdict },
        { key: 'reprise.reproduces.verdict.kind', value: kind },
      ],
    })
  }
  await client.logBatch({ run_id: run, tags })
}
