import type { Client } from '@reprise/client'
import { RepriseError } from '@reprise/protocol'
import { openCapsule, verifyCapsule } from '../open-capsule.ts'
import { closeExperiment, openExperiment, type OpenedExperiment } from './experiment.ts'
import { fillRun } from './fill-run.ts'
import { findBegun, findImported } from './find-run.ts'
import { BEGUN } from './tags.ts'

export interface ImportOptions {
  /** Name of the experiment, which is made where it is missing; default: that of the original. */
  readonly experiment?: string | undefined
  /** Whether a capsule that was imported before makes one more run. */
  readonly again?: boolean
  readonly progress?: (fraction: number, what: string) => void
  readonly signal?: AbortSignal | undefined
}

export interface ImportedCapsule {
  /** Id of the new run, or of the one that is there already. */
  readonly run: string
  readonly original: string
  readonly digest: string
  readonly isNew: boolean
}

/**
 * Makes the run of a capsule on a server. Every digest is held against its bytes before anything is written. What fails later, or is stopped
 * by `signal`, leaves no run and no experiment that was not there: both are deleted again, and the error says so. A process that is killed leaves a run
 * that is RUNNING and tagged as begun, and the next import of the capsule goes on with that: everything it writes may be written twice.
 * The tag that a second import looks for is written last.
 */
export async function importCapsule(client: Client, file: string, options: ImportOptions = {}): Promise<ImportedCapsule> {
  await using capsule = await openCapsule(file)
  const { digest, run: document } = capsule
  await verifyCapsule(capsule, (fraction, what) => {
    options.signal?.throwIfAborted()
    options.progress?.(fraction / 2, what)
  })
  const original = document.run.info.run_id
  const known = options.again === true ? undefined : await findImported(client, digest)
  if (known !== undefined) return { run: known, original, digest, isNew: false }
  options.signal?.throwIfAborted()
  const { info } = document.run
  const experiment = await openExperiment(client, options.experiment ?? document.experiment)
  let run: string | undefined
  try {
    const place = (await findBegun(client, experiment.id, digest)) ?? {
      experiment_id: experiment.id,
      user_id: info.user_id,
      run_name: info.run_name,
      start_time: info.start_time,
      tags: [{ key: BEGUN, value: digest }],
    }
    const begun = 'run' in place ? place.run : (await client.createRun(place)).run.info
    run = begun.run_id
    await fillRun(client, capsule, { id: run, artifactUri: begun.artifact_uri ?? '', options })
  } catch (error) {
    throw await takeBack(client, { run, experiment }, error)
  }
  return { run, original, digest, isNew: true }
}

interface Begun {
  readonly run: string | undefined
  readonly experiment: OpenedExperiment
}

/** Deletes what was begun, and says how that went together with why. */
async function takeBack(client: Client, { run, experiment }: Begun, error: unknown): Promise<RepriseError> {
  const why = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
  const code = error instanceof RepriseError ? error.code : 'INTERNAL_ERROR'
  try {
    if (run !== undefined) await client.deleteRun({ run_id: run })
    await closeExperiment(client, experiment)
  } catch {
    return new RepriseError(code, `The capsule was imported in part only: ${why}. The run ${run ?? ''} could not be deleted.`, {
      hint: 'Importing it again goes on where this ended; or delete the run: reprise runs delete RUN',
      cause: error,
    })
  }
  const undone = run === undefined ? '' : ` The run ${run} that was begun is deleted again.`
  return new RepriseError(code, `The capsule was not imported: ${why}.${undone}`, { cause: error })
}
