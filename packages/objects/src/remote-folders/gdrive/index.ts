import { deleteEach } from '../delete-each.ts'
import type { RemoteFolder } from '../remote-folder.ts'
import { connectGdrive } from './connect.ts'
import { createItems } from './items.ts'
import { listFiles } from './list.ts'
import { findFiles, openFile, toFile } from './read.ts'
import type { GdriveSettings } from './settings.ts'
import { writeFile } from './write.ts'

/** Google takes few requests a second. */
const JOBS = 8

/** A folder of Google Drive. Nothing is asked yet. */
export async function openGdriveFolder(settings: GdriveSettings): Promise<RemoteFolder> {
  const gdrive = await connectGdrive(settings)
  const items = createItems(gdrive, settings)
  const remove = async (fileId: string): Promise<void> => {
    await gdrive.attempt(`${fileId} can not be deleted`, async () => {
      if (settings.trashOnly === true) await gdrive.files.update({ fileId, requestBody: { trashed: true }, supportsAllDrives: true })
      else await gdrive.files.delete({ fileId, supportsAllDrives: true })
    })
  }
  return {
    url: gdrive.url,
    jobs: settings.jobs ?? JOBS,
    stat: async (path) => {
      const [item] = await findFiles(items, path)
      return item === undefined ? undefined : toFile(path, item)
    },
    open: (path) => openFile(gdrive, items, { path, acknowledgeAbuse: settings.acknowledgeAbuse === true }),
    write: (path, source) => writeFile(gdrive, items, { path, source, remove }),
    list: (prefix) => listFiles(items, prefix),
    delete: (paths) =>
      deleteEach(paths, async (path) => {
        for (const { id } of await findFiles(items, path)) await remove(id)
      }),
    close: async () => undefined,
  }
}
