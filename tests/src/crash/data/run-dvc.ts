import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { ensurePython, pythonSets, requirePart } from '@reprise/testing'
import type { Ended } from '../../e2e/reprise.ts'
import type { Place } from './place.ts'

const found = await ensurePython(pythonSets.dvc)
export const dvcPart = requirePart('DVC', found)
const python = found.reason === undefined ? found.python : 'python3'

/** Runs a command of the real dvc. */
export function runDvc(place: Place, ...args: readonly string[]): Promise<Ended> {
  const remembered = { DVC_NO_ANALYTICS: '1', DVC_SITE_CACHE_DIR: join(place.folder, '../site'), PYTHONWARNINGS: 'ignore' }
  const options = { cwd: place.folder, env: { ...process.env, ...place.env, ...remembered } }
  return new Promise((resolve) => {
    execFile(python, ['-m', 'dvc', ...args], options, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : 1, stdout, stderr }),
    )
  })
}
