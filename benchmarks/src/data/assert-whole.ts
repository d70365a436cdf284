import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openWorkspace, outStatus } from '@reprise/pipelines'

/** The id of the data of a project of one `data.dvc`. */
function recordedId(root: string): string {
  return /md5: (\S+)/.exec(readFileSync(join(root, 'data.dvc'), 'utf8'))?.[1] ?? ''
}

/** Throws when the data of a project are not in its work tree and in its cache as they are recorded, whoever put them there. All of them are read. */
export async function assertWhole(root: string, memoryFolder: string): Promise<void> {
  await using workspace = openWorkspace({ root, memoryFolder })
  const state = await outStatus(workspace, { path: join(root, 'data'), oid: recordedId(root), hash: 'md5', isCached: true })
  if (state !== undefined) throw new Error(`the data are ${state}`)
}
