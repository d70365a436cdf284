import { join, resolve } from 'node:path'
import { configure } from '@reprise/sdk'

/** This example's folder: it is the repository of the pipeline, too. */
export const exampleFolder = resolve(import.meta.dirname, '..')

const experimentName = 'task-queue'

export interface Settings {
  readonly redisUrl: string
  /** Where the tasks read and write. */
  readonly folder: string
}

/** What API, workers and runbook are told by the environment: REDIS_URL, DATA_FOLDER and the settings of the SDK. */
export function readSettings(): Settings {
  configure({ experimentName })
  return {
    redisUrl: process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379',
    folder: process.env['DATA_FOLDER'] ?? join(exampleFolder, 'data'),
  }
}
