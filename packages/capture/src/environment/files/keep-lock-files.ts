import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { RecordedEnvironment } from '@reprise/protocol'
import { createRedactor } from '../../secrets/index.ts'

/** Bytes; a lock file that is larger is none. */
const LARGEST = 32 * 2 ** 20

export interface KeptLockFiles {
  readonly record: RecordedEnvironment
  readonly files: readonly { readonly artifact: string; readonly file: string }[]
}

/**
 * Copies the lock files that are not part of the code into `place`, to be kept with the run: outside of git all of them, else the lists of what is
 * installed. One that holds what looks like a secret is left out.
 */
export async function keepLockFiles(
  record: RecordedEnvironment,
  { root, place, isInGit }: { readonly root: string; readonly place: string; readonly isInGit: boolean },
): Promise<KeptLockFiles> {
  const redactor = createRedactor({})
  const files: { artifact: string; file: string }[] = []
  const locks: RecordedEnvironment['lock_files'][number][] = []
  for (const lock of record.lock_files) {
    const isOfCode = isInGit && lock.kind !== 'npm-installed'
    const bytes = isOfCode || lock.path.startsWith('..') ? undefined : await readFile(resolve(root, lock.path)).catch(() => undefined)
    if (bytes === undefined || bytes.length > LARGEST || redactor.text(bytes.toString('latin1')).secrets.length > 0) {
      locks.push(lock)
      continue
    }
    const artifact = `reprise/environment/${lock.path}`
    const file = join(place, 'locks', lock.path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, bytes)
    files.push({ artifact, file })
    locks.push({ ...lock, file: { artifact, sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length } })
  }
  return { record: { ...record, lock_files: locks }, files }
}
