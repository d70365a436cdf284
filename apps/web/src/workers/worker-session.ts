import type { TaskInput, TaskName, TaskResult } from './tasks.ts'

export interface WorkerSession {
  /** Rejects with what went wrong, in words for the viewer. */
  run<Name extends TaskName>(name: Name, input: TaskInput<Name>): Promise<TaskResult<Name>>
  close(): void
}
