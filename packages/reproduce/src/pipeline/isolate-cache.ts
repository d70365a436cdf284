import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Gives the restored project a cache of its own, whatever its configuration says: nothing is taken from what the original left, nor left with it.
 * `folder` is in the project, `root` is that of the code.
 */
export async function isolateCache(folder: string, root: string): Promise<void> {
  for (let place = folder; place.startsWith(root); place = dirname(place)) {
    if (!existsSync(join(place, '.dvc'))) continue
    await writeFile(join(place, '.dvc', 'config.local'), '[core]\n    autostage = false\n[cache]\n    dir = cache\n')
    return
  }
}
