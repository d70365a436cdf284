import { logMetrics } from '@reprise/sdk'
import { analyse } from '../conversations/analyse.ts'
import { countTurns } from '../conversations/conversation.ts'
import type { Storage } from '../storage/storage.ts'
import type { TaskData } from './task.ts'

/** Finds out what conversations are about. */
export async function analyseConversations({ rawDataId }: TaskData, storage: Storage) {
  const conversations = await storage.read(rawDataId, 'normalised')
  const analyses = analyse(conversations)
  await storage.write(rawDataId, 'analysed', analyses)
  const counted = { turns_analyzed: countTurns(conversations), topics_found: new Set(analyses.flatMap(({ topics }) => topics)).size }
  logMetrics(counted)
  return counted
}
