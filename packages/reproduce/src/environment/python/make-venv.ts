import { rm } from 'node:fs/promises'
import { findProgram } from '@reprise/capture'
import { runTool, type ToolEnd, type ToolOptions } from '../run-tool.ts'
import { findPython } from './find-python.ts'

export interface VenvRequest {
  readonly target: string
  /** Of Python. */
  readonly version: string
  readonly isOffline: boolean
}

/** A new environment, or why there is none. */
export interface MadeVenv extends ToolEnd {
  /** That it has another Python than it should, in words. */
  readonly notes: readonly string[]
}

/**
 * Makes a virtual environment with the recorded version of Python: one that is here, or one that `uv` fetches. Where neither is to be had, with the
 * nearest one, which is said.
 */
export async function makeVenv({ target, version, isOffline }: VenvRequest, options: ToolOptions): Promise<MadeVenv> {
  await rm(target, { recursive: true, force: true })
  const uv = findProgram('uv', { path: options.env['PATH'], folder: options.folder }).path
  const python = await findPython(version, options)
  const make = async (choice: string): Promise<ToolEnd> =>
    uv === undefined
      ? runTool([choice, '-m', 'venv', target], options)
      : runTool([uv, 'venv', '--no-project', '--python', choice, ...(isOffline ? ['--offline'] : []), target], options)
  if (python?.version === version) return { ...(await make(python.file)), notes: [] }
  const fetched = uv === undefined ? undefined : await make(version)
  if (fetched?.isDone === true) return { ...fetched, notes: [`Python ${version} was fetched by uv`] }
  await rm(target, { recursive: true, force: true })
  if (python === undefined) return { isDone: false, said: `there is no Python ${version} here, nor any other`, notes: [] }
  const why = fetched === undefined ? 'there is no uv to fetch it with' : isOffline ? 'offline, none is fetched' : 'uv could not fetch it'
  return { ...(await make(python.file)), notes: [`there is no Python ${version} here (${why}): ${python.version} was used`] }
}
