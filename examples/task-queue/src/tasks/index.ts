import { analyseConversations } from './analyse.ts'
import { correlateConversations } from './correlate.ts'
import { exportMarkdown } from './export.ts'
import { ingest } from './ingest.ts'
import { normaliseRawData } from './normalise.ts'
import type { Task } from './task.ts'

/** By the names of their jobs, in the order in which they follow each other. */
export const tasks = {
  ingest,
  normalise: normaliseRawData,
  analyse: analyseConversations,
  correlate: correlateConversations,
  export: exportMarkdown,
} as const satisfies Record<string, Task>

export type TaskName = keyof typeof tasks

export function isTaskName(name: string): name is TaskName {
  return Object.hasOwn(tasks, name)
}

export type { Task, TaskData } from './task.ts'
