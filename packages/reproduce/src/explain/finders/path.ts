import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '@reprise/capture'
import { runTool } from '../../environment/run-tool.ts'
import { relocate } from '../../restore/relocate.ts'
import type { Finder } from '../sides.ts'
import type { Toggle } from '../toggle.ts'

/** The folder in which the original ran: the command sees the restored one there, and nobody else does. */
export const findPath: Finder = async ({ a, b, repeat, context, name, folder, isNoisy }) => {
  const { root } = a.record.code
  // Runs that were made in one folder do not differ by it.
  if (isNoisy || (a.id !== b.id && root === b.record.code.root)) return []
  const cause = { kind: 'environment', subject: 'absolute path' } as const
  const unshare = findProgram('unshare', { path: context.env['PATH'], folder: '/' }).path
  if (!existsSync(root)) return [{ ...cause, why: `${root} is no longer there to be mounted at` }]
  if (!repeat.record.code.root.endsWith('/run/code')) return [{ ...cause, why: 'inputs lie beside the code' }]
  if (repeat.record.environment.interpreters.some(({ prefix = '' }) => prefix.startsWith(`${root}/`))) {
    return [{ ...cause, why: 'the interpreter lies in the folder of the original' }]
  }
  const probe =
    unshare === undefined
      ? undefined
      : await runTool([unshare, '-Urm', 'sh', '-c', 'mount --bind /dev/null /dev/null'], { folder, env: context.env })
  if (probe?.isDone !== true) return [{ ...cause, why: 'this user may not mount folders here' }]
  const change: Toggle['change'] = (request, files) => {
    const back = (text: string): string => relocate(text, { from: [files.root], to: root })
    return {
      ...request,
      argv: request.argv.map(back),
      variables: Object.fromEntries(Object.entries(request.variables).map(([key, value]) => [key, back(value)])),
      mounts: [...request.mounts, { original: root, copy: files.root, isBeside: false }],
      shownFolder: join(root, request.folder.slice(files.root.length)),
    }
  }
  return [{ ...cause, did: `run at ${root}, as ${name}`, weight: -15, change }]
}
