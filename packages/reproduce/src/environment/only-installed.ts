import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordedEnvironment } from '@reprise/protocol'

/** What is installed: packages of Node.js that only a lock file names are not here. `root` is the root of the code. */
export function onlyInstalled(environment: RecordedEnvironment, root: string): RecordedEnvironment {
  if (existsSync(join(root, 'node_modules'))) return environment
  return { ...environment, packages: environment.packages.filter(({ ecosystem }) => ecosystem !== 'node') }
}
