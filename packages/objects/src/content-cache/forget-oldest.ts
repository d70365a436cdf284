import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Deletes the files that were used longest ago until all together have at most so many bytes. */
export async function forgetOldest(folder: string, most: number): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files: { readonly path: string; readonly size: number; readonly used: number }[] = []
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    const state = entry.isFile() ? await stat(path).catch(() => undefined) : undefined
    if (state !== undefined) files.push({ path, size: state.size, used: state.mtimeMs })
  }
  let total = files.reduce((sum, { size }) => sum + size, 0)
  for (const { path, size } of files.toSorted((a, b) => a.used - b.used)) {
    if (total <= most) return
    await rm(path, { force: true })
    total -= size
  }
}
