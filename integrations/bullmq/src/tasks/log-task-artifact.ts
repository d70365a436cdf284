import { activeRun } from '@reprise/sdk'

/**
 * Attaches a file to the run of the task, in a folder of its artifacts (default: the topmost). True once the server or the spool has it. A file that can
 * not be attached never fails the task: then it is false, and the run says why in the tag `artifact_error`. Rejects only outside of any task or run.
 *
 *     await logTaskArtifact('exports/index.md', 'exports')
 */
export async function logTaskArtifact(path: string, artifactFolder?: string): Promise<boolean> {
  const run = activeRun()
  if (run === undefined)
    throw new Error(`There is no task here that ${path} could be attached to: call it inside taskRun(…) or a tracked processor.`)
  try {
    await run.logArtifact(path, artifactFolder)
    return true
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    console.warn(`reprise: ${path} is not attached to the run ${run.id}: ${message}`)
    if (!run.isEnded) run.setTag('artifact_error', `${path}: ${message}`)
    return false
  }
}
