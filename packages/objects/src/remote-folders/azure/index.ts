import { deleteEach } from '../delete-each.ts'
import type { RemoteFolder } from '../remote-folder.ts'
import { connectAzure } from './connect.ts'
import { isMissingBlob, toAzureError } from './errors.ts'
import { listBlobs } from './list.ts'
import { openBlob, statBlob } from './read.ts'
import type { AzureSettings } from './settings.ts'
import { writeBlob } from './write.ts'

const JOBS = 32

/** The blobs below a prefix of a container of Azure. Nothing is asked yet. */
export async function openAzureFolder(settings: AzureSettings): Promise<RemoteFolder> {
  const azure = await connectAzure(settings)
  const { container, nameOf, url } = azure
  return {
    url,
    jobs: settings.jobs ?? JOBS,
    stat: (path) => statBlob(azure, path),
    open: (path) => openBlob(azure, path),
    write: (path, source) => writeBlob(azure, path, source),
    list: (prefix) => listBlobs(azure, prefix),
    delete: (paths) =>
      deleteEach(paths, async (path) => {
        await container.deleteBlob(nameOf(path), { deleteSnapshots: 'include' }).catch((error: unknown) => {
          const told = toAzureError(error, `${path} can not be deleted`)
          if (!isMissingBlob(error)) throw told
        })
      }),
    close: async () => undefined,
  }
}
