import type { RemoteFolder } from '@reprise/objects/remote-folders'
import { receiveFile } from './receive-file.ts'
import type { RemoteStore } from './remote-store.ts'

/** A remote in a folder of another machine or service. */
export function toRemoteStore(folder: RemoteFolder): RemoteStore {
  return {
    url: folder.url,
    jobs: folder.jobs,
    has: async (path) => (await folder.stat(path)) !== undefined,
    list: (prefix) => listPaths(folder, prefix),
    get: async (path, target) => {
      const file = await folder.open(path)
      return file === undefined ? undefined : receiveFile(file.read(), target, file.size).finally(() => file.close())
    },
    put: (path, source) => folder.write(path, source),
    remove: (paths) => folder.delete(paths),
    [Symbol.asyncDispose]: () => folder.close(),
  }
}

async function* listPaths(folder: RemoteFolder, prefix: string): AsyncGenerator<readonly string[]> {
  for await (const files of folder.list(prefix)) yield files.map(({ path }) => path)
}
