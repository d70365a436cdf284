import type { Client } from '@reprise/client'
import { reproduceRun, type Reproduction } from '@reprise/reproduce'
import { createRerun } from '../../reproducing/rerun.ts'
import type { Settings } from '../../settings/index.ts'

export interface ReproduceTrainingOptions {
  readonly trackingUri: string
  readonly runId: string
  readonly settings: Settings
  readonly env: NodeJS.ProcessEnv
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
}

/** What `reprise reproduce` does with the run, without asking anybody but the demo's server. */
export function reproduceTraining(client: Client, options: ReproduceTrainingOptions): Promise<Reproduction> {
  const { trackingUri, runId, settings, env, progress, signal } = options
  return reproduceRun({ client, rerun: createRerun(client, trackingUri, settings), env, progress }, runId, { offline: true, signal })
}
