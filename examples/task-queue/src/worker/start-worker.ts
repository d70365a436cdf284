import { trackedWorker } from '@reprise/bullmq'
import type { Worker } from 'bullmq'
import { queueName } from '../queue/open-queue.ts'
import { openStorage } from '../storage/storage.ts'
import { isTaskName, type TaskData, tasks } from '../tasks/index.ts'

/** Does the tasks of the queue, two at a time; each is a run of its own. */
export function startWorker({ redisUrl, folder }: { readonly redisUrl: string; readonly folder: string }): Worker {
  const storage = openStorage(folder)
  return trackedWorker<TaskData, Readonly<Record<string, number>>>(
    queueName,
    async ({ name, data }) => {
      if (!isTaskName(name)) throw new Error(`There is no task ${name}.`)
      return tasks[name](data, storage)
    },
    {
      connection: { url: redisUrl },
      concurrency: 2,
      tracking: {
        describe: ({ name, data: { rawDataId, correlationId, dataset, version } }) => ({
          rawDataId,
          correlationId,
          params: { pipeline: name, dataset, version },
        }),
      },
    },
  ) as Worker
}
