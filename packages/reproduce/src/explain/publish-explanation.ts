import type { Client } from '@reprise/client'
import { encodeJson, encodeText } from '@reprise/protocol'
import { listCauses, listTrials } from '../report/cause-sections.ts'
import { printHtmlPage } from '../report/html.ts'
import { printMarkdownPage } from '../report/markdown.ts'
import { hasContent, type Section } from '../report/sections.ts'
import type { Explanation } from './explanation.ts'

/** Where it is, below the artifacts of the run whose recipe was changed. */
const EXPLANATION_PATH = 'reprise/explanation'

/** Keeps an explanation with the run that came out different: as JSON, Markdown and HTML. */
export async function publishExplanation(client: Client, explanation: Explanation): Promise<void> {
  const { run } = await client.getRun({ run_id: explanation.changed })
  const uri = run.info.artifact_uri ?? ''
  const title = `Why ${explanation.changed.slice(0, 8)} came out other than ${explanation.original.slice(0, 8)}`
  const sections = listExplanationSections(explanation)
  const mark = explanation.outcome === 'explained' || explanation.outcome === 'same' ? 'WITHIN_TOLERANCE' : 'CANNOT'
  await client.uploadArtifact(uri, `${EXPLANATION_PATH}.json`, encodeJson(explanation), { contentType: 'application/json' })
  await client.uploadArtifact(uri, `${EXPLANATION_PATH}.md`, encodeText(printMarkdownPage(title, sections)), {
    contentType: 'text/markdown',
  })
  await client.uploadArtifact(uri, `${EXPLANATION_PATH}.html`, encodeText(printHtmlPage(title, sections, mark)), {
    contentType: 'text/html',
  })
}

function listExplanationSections(explanation: Explanation): Section[] {
  const [, ...trials] = listTrials(explanation)
  const verdict = { title: 'Explanation', lines: [explanation.why, `Original: ${explanation.original}`, `Changed: ${explanation.changed}`] }
  return [verdict, ...listCauses(explanation.causes), ...trials].filter(hasContent)
}
