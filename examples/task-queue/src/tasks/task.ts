import type { Storage } from '../storage/storage.ts'

/** The data of a job. */
export interface TaskData {
  readonly rawDataId: string
  readonly correlationId: string
  /** Where ingestion finds the data: `data/processed/<dataset>/<version>`. */
  readonly dataset?: string
  readonly version?: string
}

/** Does one task; what it returns is the job's result. It logs to the run that it is called in. */
export type Task = (data: TaskData, storage: Storage) => Promise<Readonly<Record<string, number>>>
