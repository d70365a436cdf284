import { snapshotCode } from '../../code/index.ts'
import type { RecordedCode } from '@reprise/protocol'
import type { Context } from '../collector.ts'

/** A package that is used in place: the state of its work tree stands for what was installed. */
export interface Editable {
  readonly fingerprint?: string
  readonly source: string
}

/** Takes the tree of the repository that the package lies in. */
export async function describeEditable(folder: string, { env }: Pick<Context, 'env'>): Promise<Editable> {
  const snapshot = await snapshotCode(folder, { env })
  await snapshot.release()
  return describe(folder, snapshot.record)
}

function describe(folder: string, code: RecordedCode): Editable {
  const remote = code.remotes.find(({ name }) => name === 'origin') ?? code.remotes[0]
  const source =
    remote === undefined || code.commit === undefined || code.uncommitted === true ? folder : `git+${remote.url}@${code.commit}`
  return code.tree === undefined ? { source } : { source, fingerprint: code.tree }
}
