import { createHash } from 'node:crypto'
import { logInput, logMetrics } from '@reprise/sdk'
import { countTurns, parseConversations } from '../conversations/conversation.ts'
import type { TaskData } from './task.ts'
import type { Storage } from '../storage/storage.ts'

/** Takes a dataset in as raw data. */
export async function ingest({ rawDataId, dataset = 'conversations', version = 'v1' }: TaskData, storage: Storage) {
  const text = await storage.readDataset(dataset, version)
  const conversations = parseConversations(text, `${dataset} ${version}`)
  logInput({ name: dataset, digest: createHash('md5').update(text).digest('hex'), source: `data/processed/${dataset}/${version}` })
  await storage.write(rawDataId, 'raw', conversations)
  const counted = { conversations_ingested: conversations.length, turns_ingested: countTurns(conversations) }
  logMetrics(counted)
  return counted
}
