import { rmSync } from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string
  /** Removes the folder with all that is in it. Idempotent. */
  remove(): Promise<void>
}

const left = new Set<string>()
let exitHookSet = false

/** A fresh folder below the system's temporary folder; removed at the latest when this process exits by itself. */
export async function createTemporaryFolder(purpose = 'test'): Promise<TemporaryFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), `reprise-${purpose}-`)))
  left.add(path)
  if (!exitHookSet) process.on('exit', removeLeftFolders)
  exitHookSet = true
  const remove = async () => {
    await rm(path, { recursive: true, force: true, maxRetries: 5 })
    left.delete(path)
  }
  return { path, remove, [Symbol.asyncDispose]: remove }
}

function removeLeftFolders(): void {
  for (const path of left) {
    try {
      rmSync(path, { recursive: true, force: true, maxRetries: 2 })
    } catch {
      // The process is ending; what cannot be removed stays in the temporary folder, and the next one is not kept from being removed.
    }
  }
}
