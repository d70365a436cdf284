import { accessSync, constants, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { RepriseError } from '@reprise/protocol'
import { encodePath } from '../paths/path-text.ts'

/** The real path of a folder of data. Throws when there is none that can be read. */
export function openDataFolder(folder: string): string {
  try {
    const path = realpathSync(folder)
    if (statSync(path).isDirectory()) {
      accessSync(path, constants.R_OK | constants.X_OK)
      return path
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      throw new RepriseError('PERMISSION_DENIED', `The folder ${folder} can not be read (${code ?? String(error)}).`, { cause: error })
    }
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `There is no folder ${folder}.`, {
      hint: 'Name the folder that holds the data.',
      cause: error,
    })
  }
  throw new RepriseError('INVALID_PARAMETER_VALUE', `${folder} is a file.`, { hint: 'A manifest is of a folder: name the one it is in.' })
}

/** Which of some files stand below a folder, as paths of manifests; they need not exist. */
export function pathsBelow(folder: string, files: readonly string[]): Set<string> {
  const paths = files.map((file) => relative(folder, join(realFolder(dirname(file)), basename(file))))
  return new Set(
    paths
      .filter((path) => path !== '..' && !path.startsWith(`..${sep}`))
      .map((path) => encodePath(Buffer.from(path.replaceAll(sep, '/')).toString('latin1'))),
  )
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return resolve(folder)
  }
}
