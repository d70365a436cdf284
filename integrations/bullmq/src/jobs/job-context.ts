import { readRunContext, type RunContext } from '@reprise/sdk'
import type { TaskJob } from './task-job.ts'

/** Where the context lies in the metadata of a job, beside what others keep there, such as `traceparent`. */
const KEY = 'reprise'

/** The context that the producer of a job put into it. Whatever else its metadata hold: never throws. */
export function readJobContext(job: TaskJob): RunContext | undefined {
  return readRunContext(parseMetadata(job.opts?.telemetry?.metadata)?.[KEY])
}

/** Adds a context to the metadata of a job that is being made. Metadata that are no JSON object are left as they are. */
export function addToMetadata(metadata: string, context: RunContext | undefined): string {
  if (context === undefined) return metadata
  const others = metadata === '' ? {} : parseMetadata(metadata)
  return others === undefined ? metadata : JSON.stringify({ ...others, [KEY]: context })
}

function parseMetadata(metadata: string | undefined): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(metadata ?? 'null')
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : undefined
  } catch {
    return undefined
  }
}
