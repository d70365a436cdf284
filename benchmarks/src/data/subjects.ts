import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensurePython, pythonSets } from '@reprise/testing'

/** A command line of DVC's, in the words of one of the two. */
export interface Subject {
  readonly name: 'DVC' | 'Reprise'
  readonly command: (...args: readonly string[]) => readonly string[]
}

export interface Subjects {
  readonly python: string
  readonly dvc: Subject
  readonly reprise: Subject
  /** What both run with: nothing of theirs outside of a folder. */
  readonly env: NodeJS.ProcessEnv
}

/** The real DVC, and `reprise` compiled, as it is where it was installed. */
export async function prepareSubjects(folder: string): Promise<Subjects> {
  const program = fileURLToPath(new URL('../../../apps/cli/dist/main.js', import.meta.url))
  if (!existsSync(program)) throw new Error('Build before: node_modules/.bin/tsc -b apps/cli')
  const environment = await ensurePython(pythonSets.dvc)
  if (environment.reason !== undefined) throw new Error(environment.reason)
  const { python } = environment
  const env = {
    ...process.env,
    DVC_NO_ANALYTICS: '1',
    DVC_SITE_CACHE_DIR: join(folder, 'site'),
    REPRISE_CACHE: join(folder, 'memory'),
    // What `bin/reprise.mjs` switches on; Python keeps its own beside its modules.
    NODE_COMPILE_CACHE: join(folder, 'compiled'),
  }
  return {
    python,
    env,
    dvc: { name: 'DVC', command: (...args) => [python, '-m', 'dvc', ...args] },
    reprise: { name: 'Reprise', command: (...args) => [process.execPath, program, ...args] },
  }
}
