import { deleteEach } from '../delete-each.ts'
import type { RemoteFolder } from '../remote-folder.ts'
import { connectWebdav } from './connect.ts'
import { listFiles } from './list.ts'
import { openFile, statFile } from './read.ts'
import type { WebdavSettings } from './settings.ts'
import { type KnownFolders, writeFile } from './write.ts'

const JOBS = 16

/** A folder of a WebDAV server. Nothing is asked yet. */
export function openWebdavFolder(settings: WebdavSettings): RemoteFolder {
  const webdav = connectWebdav(settings)
  const folders: KnownFolders = new Map()
  return {
    url: webdav.url,
    jobs: settings.jobs ?? JOBS,
    stat: (path) => statFile(webdav, path),
    open: (path) => openFile(webdav, path),
    write: (path, source) => writeFile(webdav, path, { source, folders }),
    list: (prefix) => listFiles(webdav, prefix),
    delete: (paths) =>
      deleteEach(paths, async (path) => {
        const answer = await webdav.ask(`${path} can not be deleted`, { method: 'DELETE', url: webdav.urlOf(path) })
        await answer?.body?.cancel()
      }),
    close: async () => undefined,
  }
}
