import { posix } from 'node:path'
import type { RemoteFile } from '../remote-folder.ts'
import { readFolder } from './read.ts'
import type { Sessions } from './sessions.ts'

/** Folders that are read at a time. */
const AT_ONCE = 16

/** A page for each folder. What begins with a dot is not finished, or not ours. */
export async function* listFiles(sessions: Sessions, root: string, prefix: string): AsyncGenerator<readonly RemoteFile[]> {
  const slash = prefix.lastIndexOf('/') + 1
  let waiting = [{ folder: prefix.slice(0, slash), begin: prefix.slice(slash) }]
  while (waiting.length > 0) {
    const now = waiting.slice(0, AT_ONCE)
    waiting = waiting.slice(AT_ONCE)
    const pages = await Promise.all(
      now.map(async ({ folder, begin }) => ({ folder, begin, entries: await readFolder(sessions, posix.join(root, folder)) })),
    )
    for (const { folder, begin, entries = [] } of pages) {
      const found = entries.filter(({ filename }) => filename.startsWith(begin) && !filename.startsWith('.'))
      for (const { filename, attrs } of found) if (attrs.isDirectory()) waiting.push({ folder: `${folder}${filename}/`, begin: '' })
      const files = found.filter(({ attrs }) => !attrs.isDirectory())
      if (files.length > 0) yield files.map(({ filename, attrs }) => ({ path: folder + filename, size: attrs.size }))
    }
  }
}
