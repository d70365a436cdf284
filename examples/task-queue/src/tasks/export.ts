import { logTaskArtifact } from '@reprise/bullmq'
import { logMetrics } from '@reprise/sdk'
import { writeMarkdown } from '../conversations/write-markdown.ts'
import type { Storage } from '../storage/storage.ts'
import type { TaskData } from './task.ts'

/** Writes what was found as Markdown, and keeps a copy of each file with the run, for audits. */
export async function exportMarkdown({ rawDataId }: TaskData, storage: Storage) {
  const files = writeMarkdown({
    conversations: await storage.read(rawDataId, 'normalised'),
    analyses: await storage.read(rawDataId, 'analysed'),
    correlations: await storage.read(rawDataId, 'correlated'),
  })
  for (const [name, text] of files) await logTaskArtifact(await storage.export(rawDataId, name, text), 'exports')
  const counted = { files_exported: files.size }
  logMetrics(counted)
  return counted
}
