import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram } from '@reprise/capture'
import type { RestoreContext } from '../restore/context.ts'
import type { Installed } from './install-python.ts'
import type { EnvironmentPlan } from './prepare-environment.ts'
import { runTool } from './run-tool.ts'

/** Installs what package-lock.json names with `npm ci`, which holds every package against its hash. Undefined where nothing is to be installed. */
export async function installNode(
  { record, root, argv, variables }: EnvironmentPlan,
  { env, signal, progress, isOffline }: RestoreContext,
): Promise<Installed | undefined> {
  if (!record.environment.packages.some(({ ecosystem }) => ecosystem === 'node') || existsSync(join(root, 'node_modules'))) return undefined
  const hasLock = existsSync(join(root, 'package-lock.json'))
  const npm = findProgram('npm', { path: env['PATH'], folder: root }).path
  if (!hasLock || npm === undefined)
    return { argv, isLocked: false, notes: [hasLock ? 'there is no npm here' : 'there is no package-lock.json to install from'] }
  progress('installing Node packages')
  const { isDone, said } = await runTool([npm, 'ci', '--no-audit', '--no-fund', isOffline ? '--offline' : '--prefer-offline'], {
    folder: root,
    env,
    signal,
  })
  if (!isDone) return { argv, isLocked: false, notes: [`npm ci failed: ${said.split('\n').at(-1) ?? ''}`] }
  return { argv, variables, isLocked: true, notes: ['npm ci installed what package-lock.json names'] }
}
