import { logMetrics } from '@reprise/sdk'
import { correlate } from '../conversations/correlate.ts'
import type { Storage } from '../storage/storage.ts'
import type { TaskData } from './task.ts'

/** Finds conversations that are about the same. */
export async function correlateConversations({ rawDataId }: TaskData, storage: Storage) {
  const analyses = await storage.read(rawDataId, 'analysed')
  const correlations = correlate(analyses)
  await storage.write(rawDataId, 'correlated', correlations)
  const related = new Set(correlations.flatMap(({ ids }) => ids))
  const turns = analyses.filter(({ id }) => related.has(id)).reduce((sum, analysis) => sum + analysis.turns, 0)
  const counted = { correlations_found: correlations.length, turns_correlated: turns }
  logMetrics(counted)
  return counted
}
