import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Beside the compiled program where it was installed; in the repository, where it was built. */
const places = ['../web', '../../../web/dist/site'] as const

/** The folder of the built web interface; undefined where it was not built. */
export function findWebInterface(): string | undefined {
  return places.map((place) => join(import.meta.dirname, place)).find((folder) => existsSync(join(folder, 'index.html')))
}
