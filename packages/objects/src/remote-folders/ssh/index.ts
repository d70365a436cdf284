import { posix } from 'node:path'
import { deleteEach } from '../delete-each.ts'
import type { RemoteFolder } from '../remote-folder.ts'
import { listFiles } from './list.ts'
import { openFile, statFile } from './read.ts'
import { openSessions } from './sessions.ts'
import type { SshSettings } from './settings.ts'
import { createWriter, removeFile } from './write.ts'

const JOBS = 16

/** A folder of a machine that is reached over SSH, by SFTP. Nothing is asked yet. */
export function openSshFolder(settings: SshSettings): RemoteFolder {
  const { host, port, path: root, jobs = JOBS } = settings
  const sessions = openSessions(settings)
  const { write } = createWriter(sessions, root)
  const place = (path: string) => ({ path, at: posix.join(root, path) })
  return {
    url: `ssh://${host}${port === undefined ? '' : `:${port}`}${root}`,
    jobs,
    stat: (path) => statFile(sessions, place(path)),
    open: (path) => openFile(sessions, place(path)),
    write,
    list: (prefix) => listFiles(sessions, root, prefix),
    delete: (paths) => deleteEach(paths, (path) => sessions.use(`${path} can not be deleted`, (sftp) => removeFile(sftp, place(path).at))),
    close: sessions.close,
  }
}
