import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { RecordedFile, RunRecord } from '@reprise/protocol'
import { digestFile } from '../restore/digest-file.ts'
import type { Surroundings } from './judge-record.ts'

type State = ReturnType<Surroundings['original']>

/** Reads the files that only their old places may have, on this machine, and holds them against their digests. */
export async function lookAtOriginals(
  { code, inputs }: RunRecord,
  artifact: Surroundings['artifact'],
): Promise<ReadonlyMap<RecordedFile, State>> {
  const states = new Map<RecordedFile, State>()
  for (const file of [...code.files, ...inputs]) {
    const { kind, sha256, kept, size } = file
    if (kind !== 'FILE' || sha256 === undefined) continue
    if (kept !== undefined && artifact(kept, size) === 'there') continue
    states.set(file, await lookAt(resolve(code.root, file.path), file))
  }
  return states
}

/** A file of another size need not be read. */
async function lookAt(path: string, { sha256, size }: RecordedFile): Promise<State> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined || !found.isFile()) return 'gone'
  if (size !== undefined && found.size !== size) return 'changed'
  return (await digestFile(path)) === sha256 ? 'same' : 'changed'
}
