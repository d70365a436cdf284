import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { unprotectOut } from '../checkout/index.ts'
import { lockPathOf } from '../graph/index.ts'
import { openStages, type Repository } from '../repository/index.ts'
import { removeFile } from './write-dvc-file.ts'

/** Removes the files of all stages, `.dvcignore` and `.dvc` with the cache in it. Data in the work tree stay, as files of their own. */
export async function destroyProject(repository: Repository): Promise<void> {
  const { root, workspace, layout, turn } = repository
  await turn.take()
  for (const { file, name, outs } of await openStages(repository).all()) {
    for (const { at, place, cache } of outs)
      if (place === 'project' && cache && existsSync(join(root, at))) unprotectOut(workspace, join(root, at))
    removeFile(join(root, file))
    if (name !== undefined) removeFile(join(root, lockPathOf(file)))
  }
  turn.release()
  removeFile(layout.dvcignore)
  rmSync(layout.dvc, { recursive: true, force: true })
}
