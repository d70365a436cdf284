import type { RemoteFile } from '../remote-folder.ts'
import type { Items } from './items.ts'
import { toFile } from './read.ts'

/** Level by level, many folders in a request. */
export async function* listFiles(items: Items, prefix: string): AsyncGenerator<readonly RemoteFile[]> {
  const slash = prefix.lastIndexOf('/')
  const folder = slash < 0 ? '' : prefix.slice(0, slash)
  let begin = prefix.slice(slash + 1)
  let level = new Map((await items.folders(folder)).map((id) => [id, folder]))
  while (level.size > 0) {
    const next = new Map<string, string>()
    for await (const found of items.inside([...level.keys()])) {
      const page: RemoteFile[] = []
      for (const item of found) {
        if (!item.name.startsWith(begin)) continue
        const path = [level.get(item.parent), item.name].filter(Boolean).join('/')
        if (item.isFolder) next.set(item.id, path)
        else page.push(toFile(path, item))
      }
      if (page.length > 0) yield page
    }
    level = next
    begin = ''
  }
}
