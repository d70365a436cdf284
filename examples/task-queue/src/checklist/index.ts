import { auditArtifact } from './steps/audit-artifact.ts'
import { environment } from './steps/environment.ts'
import { pipeline } from './steps/pipeline.ts'
import { processes } from './steps/processes.ts'
import { trackingServer } from './steps/tracking-server.ts'
import { trackedRuns } from './steps/tracked-runs.ts'
import { trigger } from './steps/trigger.ts'
import type { Progress, Step } from './step.ts'

/** In their order: each builds upon those before. */
const steps: readonly Step[] = [trackingServer, environment, pipeline, processes, trigger, trackedRuns, auditArtifact]

/** Goes through all steps, says what was seen, and ends what was started. Whether every step was as it should be. */
export async function goThroughChecklist(given: Pick<Progress, 'trackingUri' | 'folder'>, print: (line: string) => void): Promise<boolean> {
  const progress: Progress = { ...given, endings: [] }
  try {
    for (const [index, { title, check }] of steps.entries()) {
      const failure = await check(progress).then(
        (seen) => {
          print(`[x] ${index + 1}. ${title}`)
          for (const line of seen) print(`       ${line}`)
        },
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      )
      if (failure === undefined) continue
      print(`[ ] ${index + 1}. ${title}\n       ${failure.replaceAll('\n', '\n       ')}`)
      return false
    }
    return true
  } finally {
    for (const end of progress.endings.toReversed()) await end()
  }
}
