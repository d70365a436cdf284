import { chmod, copyFile, lstat, mkdir, readlink, realpath, rm, symlink } from 'node:fs/promises'
import { dirname, resolve, sep } from 'node:path'
import { Obstacle } from '../../obstacle.ts'

/**
 * Puts a file, a link, or nothing where `source` is undefined, at a path below `root`. Throws an {@link Obstacle} where the path or a link on
 * the way leads out of it.
 */
export async function placeFile(root: string, path: string, source: string | undefined): Promise<void> {
  const target = resolve(root, path)
  if (!target.startsWith(root + sep)) throw leadsOut(path)
  const top = await realpath(root)
  for (let place = dirname(target); place.startsWith(root + sep); place = dirname(place)) {
    const real = await realpath(place).catch(() => undefined)
    if (real !== undefined && !`${real}${sep}`.startsWith(top + sep)) throw leadsOut(path)
  }
  await rm(target, { recursive: true, force: true })
  if (source === undefined) return
  await mkdir(dirname(target), { recursive: true })
  const stats = await lstat(source)
  if (stats.isSymbolicLink()) return symlink(await readlink(source), target)
  await copyFile(source, target)
  await chmod(target, stats.mode & 0o777)
}

function leadsOut(path: string): Obstacle {
  return new Obstacle('missing code', `The record names ${path}, which leads out of the folder.`)
}
