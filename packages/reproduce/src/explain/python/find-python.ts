import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { findProgram } from '@reprise/capture'
import type { RecordedInterpreter } from '@reprise/protocol'
import type { RestoreContext } from '../../restore/context.ts'
import type { PlacedInterpreter } from '../toggle.ts'
import { captureAt } from './capture-at.ts'

/** The file by which an interpreter is started: in a virtual environment, the one of the environment. */
export function programOf({ prefix, path }: RecordedInterpreter): string {
  const own = prefix === undefined ? [] : ['python', 'python3'].map((name) => join(prefix, 'bin', name))
  return own.find((program) => existsSync(program)) ?? path
}

/** The recorded Python: in its place if it is still the same version, else one of that version that is here. Undefined where there is none. */
export async function findPython(
  wanted: RecordedInterpreter,
  folder: string,
  context: RestoreContext,
): Promise<PlacedInterpreter | undefined> {
  for (const program of [programOf(wanted), ...(await askUv(wanted.version, folder, context))]) {
    if (!existsSync(program)) continue
    const { interpreters } = await captureAt(program, folder, context)
    const found = interpreters.find(({ language }) => language === 'python')
    if (found?.version === wanted.version && found.implementation === wanted.implementation) return { interpreter: found, program }
  }
  return undefined
}

/** What uv knows of; nothing is installed. */
async function askUv(version: string, folder: string, { env, signal }: RestoreContext): Promise<string[]> {
  const uv = findProgram('uv', { path: env['PATH'], folder }).path
  if (uv === undefined) return []
  const args = ['python', 'find', '--no-project', '--no-python-downloads', version]
  return promisify(execFile)(uv, args, { cwd: folder, env: { ...env }, timeout: 20_000, ...(signal === undefined ? {} : { signal }) }).then(
    ({ stdout }) => [stdout.trim()].filter((path) => path.startsWith('/')),
    () => [],
  )
}
