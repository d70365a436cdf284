import { logMetrics } from '@reprise/sdk'
import { countTurns } from '../conversations/conversation.ts'
import { normalise } from '../conversations/normalise.ts'
import type { Storage } from '../storage/storage.ts'
import type { TaskData } from './task.ts'

/** Brings raw data into one form. */
export async function normaliseRawData({ rawDataId }: TaskData, storage: Storage) {
  const raw = await storage.read(rawDataId, 'raw')
  const normalised = normalise(raw)
  await storage.write(rawDataId, 'normalised', normalised)
  const counted = { turns_normalized: countTurns(normalised), turns_dropped: countTurns(raw) - countTurns(normalised) }
  logMetrics(counted)
  return counted
}
