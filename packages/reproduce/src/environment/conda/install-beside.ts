import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RestoreContext } from '../../restore/context.ts'
import type { EnvironmentPlan } from '../prepare-environment.ts'
import { describeFailures, installPackages } from '../python/install-packages.ts'
import { toKey } from '../python/package-key.ts'
import { planRequirements } from '../python/plan-requirements.ts'

/** Installs with pip what pip had put into a conda environment; answers what is other than in the original, in words. */
export async function installBeside(
  plan: EnvironmentPlan,
  context: RestoreContext,
  { target, isThere }: { readonly target: string; readonly isThere: boolean },
): Promise<string[]> {
  const { packages } = plan.record.environment
  const ofConda = new Set(packages.filter(({ ecosystem }) => ecosystem === 'conda').map(({ name }) => toKey(name)))
  const own = packages.filter(({ ecosystem, name }) => ecosystem === 'python' && !ofConda.has(toKey(name)))
  if (own.length === 0 || isThere || !isOwnPython(plan) || !existsSync(join(target, 'bin', 'python'))) return []
  const requirements = await planRequirements(own, plan, context)
  const { env, signal, isOffline } = context
  const failures = await installPackages(requirements, { target, isOffline }, { folder: plan.scratch, env, signal })
  return [...requirements.notes, ...describeFailures(failures)]
}

/** Whether the recorded Python is that of the conda environment, not one that happened to be on PATH. */
function isOwnPython({ record: { environment } }: EnvironmentPlan): boolean {
  const { conda } = environment.system as { readonly conda?: { readonly prefix?: unknown } }
  const python = environment.interpreters.find(({ language }) => language === 'python')
  return python?.prefix !== undefined && python.prefix === conda?.prefix
}
