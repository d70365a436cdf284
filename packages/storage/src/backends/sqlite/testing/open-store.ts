import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenedStore } from '../../../contract/index.ts'
import { openSqliteStore } from '../sqlite-store.ts'

/** A store in a file of a folder of its own. */
export async function openInFolder(): Promise<OpenedStore & { readonly path: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'reprise-store-'))
  return openFile(join(folder, 'store.db'), () => rm(folder, { recursive: true, force: true }))
}

async function openFile(path: string, clean: () => Promise<void>): Promise<OpenedStore & { readonly path: string }> {
  const open = () => openSqliteStore({ path, artifactRoot: 'mlflow-artifacts:/' })
  const backupTarget = `${path}.backup`
  let store = await open()
  return {
    path,
    get store() {
      return store
    },
    reopen: async () => {
      await store.close()
      store = await open()
    },
    backupTarget,
    openBackup: () => openFile(backupTarget, async () => {}),
    dispose: async () => {
      await store.close()
      await clean()
    },
  }
}
