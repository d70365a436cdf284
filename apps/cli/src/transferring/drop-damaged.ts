import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { ObjectName } from '@reprise/pipelines/transfers'
import { remotePath, type RemoteStore } from '@reprise/pipelines/remotes'

/**
 * Removes objects that were seen to have other content than their names say, from a remote that is a folder, where nobody protected them: as DVC
 * does, so that the next push puts them right. Others stay for somebody to look at.
 */
export async function dropDamaged(remote: RemoteStore, damaged: readonly ObjectName[]): Promise<void> {
  if (!remote.url.startsWith('/')) return
  const paths = damaged.map(({ hash, oid }) => remotePath(hash, oid))
  await remote.remove?.(paths.filter((path) => isWritable(join(remote.url, path))))
}

function isWritable(file: string): boolean {
  return ((statSync(file, { throwIfNoEntry: false })?.mode ?? 0) & 0o222) !== 0
}
