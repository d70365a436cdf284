import { rm } from 'node:fs/promises'
import { type Attempts } from './attempt.ts'
import { compareAttempts } from './compare-attempts.ts'
import { explainDisk } from './explain-disk.ts'
import { listNotCaptured } from './not-captured.ts'
import { Obstacle } from './obstacle.ts'
import type { ReproduceOptions, ReproduceParts } from './options.ts'
import { readOriginal, type RecordedRun } from './original/read-original.ts'
import { publishReport } from './report/publish-report.ts'
import type { Reproduction } from './reproduction.ts'
import { closeNamedFolder, openWorkFolder, type WorkFolder } from './work-folder.ts'

/**
 * Restores a run into a fresh folder, runs it again, holds what it left against what the original left, and judges. The verdict is kept: as
 * tags of the original, as a report with the repeat. Rejects only when the tool itself fails; what is in the way is the verdict CANNOT.
 */
export async function reproduceRun(parts: ReproduceParts, id: string, options: ReproduceOptions = {}): Promise<Reproduction> {
  const folder = await openWorkFolder(options)
  try {
    const found = await reproduceIn(folder, { parts, id, options })
    const reproduction: Reproduction = { ...found, folder: folder.stays ? folder.path : undefined }
    await publishReport(parts.client, reproduction)
    return reproduction
  } catch (error) {
    // One that was made for this is of no use to anybody; one that was named is as it was.
    if (options.dir === undefined) await rm(folder.path, { recursive: true, force: true, maxRetries: 5 })
    else await closeNamedFolder(folder, { isDone: false })
    throw error
  } finally {
    if (options.dir !== undefined) await closeNamedFolder(folder, { isDone: true })
    if (!folder.stays) await rm(folder.path, { recursive: true, force: true, maxRetries: 5 })
  }
}

interface Asked {
  readonly parts: ReproduceParts
  readonly id: string
  readonly options: ReproduceOptions
}

async function reproduceIn({ path: base }: WorkFolder, { parts, id, options }: Asked): Promise<Reproduction> {
  const signals = [options.signal, options.timeout === undefined ? undefined : AbortSignal.timeout(options.timeout)].filter(
    (signal) => signal !== undefined,
  )
  const signal = signals.length === 0 ? undefined : AbortSignal.any(signals)
  let original: RecordedRun | undefined
  try {
    original = await readOriginal(parts.client, id)
    const { experiment } = await parts.client.getExperiment({ experiment_id: original.run.info.experiment_id })
    const { client, env, progress, cache } = parts
    const context = { client, env, progress, cache, data: options.data, isOffline: options.offline === true, signal }
    const attempts: Attempts = { original, parts, options, context, base, experiment: experiment.name }
    return await compareAttempts(attempts)
  } catch (error) {
    options.signal?.throwIfAborted()
    const obstacle = signal?.aborted === true ? new Obstacle('timeout', `It was not done within ${options.timeout} ms.`) : error
    if (!(obstacle instanceof Obstacle)) throw explainDisk(obstacle, base)
    return {
      run: original?.id ?? id,
      reproduction: undefined,
      repeats: [],
      verdict: 'CANNOT',
      kind: obstacle.kind,
      why: obstacle.message,
      restoration: undefined,
      items: [],
      intervals: [],
      causes: obstacle.causes,
      explanation: undefined,
      changedSince: [],
      notCaptured: original === undefined ? [] : listNotCaptured(original.record),
      notes: [],
      folder: undefined,
    }
  }
}
