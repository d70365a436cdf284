import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { createHash } from 'node:crypto'

/** What lies in a restored tree, by path: kind, executable bit and content, as one text. Repositories are left out. */
export async function listFiles(root: string): Promise<Map<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const found = new Map<string, string>()
  for (const entry of entries) {
    const path = relative(root, join(entry.parentPath, entry.name))
    if (/(?:^|\/)\.git(?:\/|$)/.test(path) || entry.isDirectory()) continue
    found.set(path, await describe(join(root, path)))
  }
  return found
}

async function describe(path: string): Promise<string> {
  const stats = await lstat(path)
  if (stats.isSymbolicLink()) return `link ${await readlink(path)}`
  if (!stats.isFile()) return 'other'
  const digest = createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
  return `${(stats.mode & 0o100) === 0 ? 'file' : 'program'} ${digest}`
}
