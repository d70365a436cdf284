import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTemporaryFolder, ensurePython, pythonSets, requirePart } from '@reprise/testing'
import { openInterface, type OpenInterface } from '../open-interface.ts'

const mlflow = await ensurePython(pythonSets['mlflow-3'])
export const python = requirePart('mlflow-3', mlflow)

/** A server, a browser, and ids by the names that `log_runs.py` gives. */
export interface Setting extends OpenInterface {
  readonly ids: Readonly<Record<string, string>>
}

/** What the real Python client has logged, before a real browser. */
export async function openSetting(): Promise<Setting> {
  if (mlflow.reason !== undefined) throw new Error(mlflow.reason)
  const open = await openInterface()
  await using folder = await createTemporaryFolder('must-haves')
  const environment = { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true', GIT_PYTHON_REFRESH: 'quiet' }
  const { stdout } = await promisify(execFile)(mlflow.python, [join(import.meta.dirname, 'log_runs.py'), open.url], {
    cwd: folder.path,
    env: environment,
  })
  return { ...open, ids: JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Record<string, string> }
}
