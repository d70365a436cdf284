import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol'
import { lacking, Obstacle } from '../obstacle.ts'
import { saveKept } from '../original/read-artifact.ts'
import type { RecordedRun } from '../original/read-original.ts'
import type { RestoreContext } from './context.ts'

/** What a command is to read from standard input. */
export interface StdinSource {
  readonly file: string
  /** Whether it came through a pipe: programs can tell, and `wc` prints other blanks. */
  readonly isPiped: boolean
}

export interface RestoredStdin {
  /** Absent where nothing was connected. */
  readonly source?: StdinSource
  readonly notes: readonly string[]
}

/** What the original read from standard input. Throws an {@link Obstacle} where that is known to be something, and is lost. */
export async function restoreStdin(
  { record, artifactUri }: RecordedRun,
  folder: string,
  { client }: RestoreContext,
): Promise<RestoredStdin> {
  const { kind, kept, not_kept: why, size } = record.command.stdin
  if (kind === 'NONE' || kind === 'TERMINAL' || (size === 0 && kept === undefined)) return { notes: [] }
  if (kept === undefined && size === undefined) {
    // An open pipe that nobody wrote to, as many programs are started with: most do not look at it.
    return { notes: [`standard input was not recorded (${why ?? 'it was not read to its end'}); the repeat got none`] }
  }
  if (kept === undefined) throw lost('was not kept', why ?? 'it was not kept')
  const file = join(folder, 'stdin')
  try {
    await saveKept(client, artifactUri, { kept, file })
  } catch (error) {
    if (!(error instanceof RepriseError) || (error.code !== 'DATA_LOSS' && error.code !== 'RESOURCE_DOES_NOT_EXIST')) throw error
    throw lost('is damaged or gone', error.message)
  }
  return { source: { file, isPiped: kind === 'PIPE' }, notes: [] }
}

function lost(what: string, evidence: string): Obstacle {
  return new Obstacle('missing input', `What the run read from standard input ${what}.`, [lacking('standard input', evidence)])
}
