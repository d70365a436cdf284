// A processor that BullMQ runs in a process of its own; it is tracked where the environment says.
import { logMetric } from '@reprise/sdk'
import type { SandboxedJob } from 'bullmq'
import { trackProcessor } from '../index.ts'

export default trackProcessor(async (_job: SandboxedJob) => {
  logMetric('pid', process.pid)
  return process.pid
})
