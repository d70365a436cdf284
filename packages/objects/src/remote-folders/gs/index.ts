import { deleteEach } from '../delete-each.ts'
import type { RemoteFolder } from '../remote-folder.ts'
import { connectGs } from './connect.ts'
import { toGsError } from './errors.ts'
import { listObjects } from './list.ts'
import { openObject, statObject } from './read.ts'
import type { GsSettings } from './settings.ts'
import { writeObject } from './write.ts'

const JOBS = 32

/** The objects below a prefix of a bucket of Google Cloud Storage. Nothing is asked yet. */
export async function openGsFolder(settings: GsSettings): Promise<RemoteFolder> {
  const gs = await connectGs(settings)
  const { bucket, nameOf, url } = gs
  return {
    url,
    jobs: settings.jobs ?? JOBS,
    stat: (path) => statObject(gs, path),
    open: (path) => openObject(gs, path),
    write: (path, source) => writeObject(gs, path, source),
    list: (prefix) => listObjects(gs, prefix),
    delete: (paths) =>
      deleteEach(paths, async (path) => {
        await bucket
          .file(nameOf(path))
          .delete({ ignoreNotFound: true })
          .catch((error: unknown) => {
            throw toGsError(error, { what: `${path} can not be deleted`, bucket: bucket.name })
          })
      }),
    close: async () => undefined,
  }
}
