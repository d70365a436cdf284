import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The nearest folder from `folder` up to `root` that has a package.json: what is installed for Node.js lies beside it. */
export function findProject(folder: string, root: string): string | undefined {
  if (existsSync(join(folder, 'package.json'))) return folder
  return folder === root || dirname(folder) === folder ? undefined : findProject(dirname(folder), root)
}
