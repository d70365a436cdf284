import { unprotectFile } from '../links/index.ts'
import { toFileError } from '../paths/index.ts'
import { RepriseError } from '@reprise/protocol/errors'
import { kindOf } from './hash-out.ts'
import { scanFolder } from './scan-folder.ts'
import { prepareFolders, type Workspace } from './workspace.ts'

/** Makes all files of an out writable without harm to their objects. Throws RESOURCE_DOES_NOT_EXIST where nothing stands. */
export function unprotectOut(workspace: Workspace, path: string): void {
  prepareFolders(workspace)
  const { unfinished, cache } = workspace
  for (const file of filesOf(path)) {
    try {
      unprotectFile(file, { mode: cache.unprotectedMode, unfinished })
    } catch (error) {
      throw toFileError(error, file)
    }
  }
}

function* filesOf(path: string): Generator<string> {
  const kind = kindOf(path)
  if (kind === 'nothing') throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `can't unprotect non-existing data '${path}'`)
  if (kind === 'file') return yield path
  for (const { files } of scanFolder(path, { ignore: undefined, isStrict: false })) yield* files.map((file) => `${path}/${file.path}`)
}
