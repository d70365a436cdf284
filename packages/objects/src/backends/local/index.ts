import { join, resolve } from 'node:path'
import { invalidPath } from '../../artifact-path.ts'
import type { ArtifactStore } from '../../artifact-store.ts'
import { copyFile } from './copy.ts'
import { toRepriseFileError } from './file-error.ts'
import { makeFolder } from './make-folder.ts'
import { deleteTree, listFolder, openFile, statFile } from './read.ts'
import { createUploads } from './uploads.ts'
import { writeAtomically } from './write.ts'

/** Where files are while they are being written; on the same file system, so that they can be moved into place. */
const STAGING = '.uploads'

/** Artifacts as files below a folder, laid out as their paths say. */
export async function openLocalStore(folder: string): Promise<ArtifactStore> {
  const root = resolve(folder)
  const staging = join(root, STAGING)
  await makeFolder(staging).catch((error: unknown) => {
    throw toRepriseFileError(error, `The artifact folder ${root} can not be used`)
  })
  return {
    put: async (path, body) => writeAtomically({ root, staging }, outsideStaging(path), body),
    copy: async (from, to, sha256) => copyFile({ root, staging }, { from: outsideStaging(from), to: outsideStaging(to), sha256 }),
    get: async (path) => openFile(root, outsideStaging(path)),
    stat: async (path) => statFile(root, outsideStaging(path)),
    list: async (path) => (await listFolder(root, outsideStaging(path))).filter((entry) => path !== '' || entry.name !== STAGING),
    delete: async (path) => deleteTree(root, outsideStaging(path)),
    uploads: createUploads({ root, staging }),
  }
}

function outsideStaging(path: string): string {
  if (path !== STAGING && !path.startsWith(`${STAGING}/`)) return path
  throw invalidPath(path)
}
