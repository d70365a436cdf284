import { hashOut } from './hash-out.ts'
import { isWholeInCache } from './out-status.ts'
import { type CheckoutPlan, planCheckout } from './plan-checkout.ts'
import type { Workspace } from './workspace.ts'

/**
 * Plans the removal of outs that were made here and that no commit at hand has any more: those which are as they were made and whole in
 * the cache, so that nothing is lost. `used` are the absolute paths of all outs that are.
 */
export async function planLeftOuts(workspace: Workspace, used: ReadonlySet<string>): Promise<CheckoutPlan[]> {
  const plans: CheckoutPlan[] = []
  for (const [path, { oid, hash }] of workspace.made.list()) {
    if (used.has(path) || isBelowOrAbove(path, used)) continue
    const found = await hashOut(workspace, path, { hash }).catch(() => undefined)
    if (found?.oid === oid && (await isWholeInCache(workspace, { oid, hash })))
      plans.push(await planCheckout(workspace, { path, oid: undefined, hash, isExecutable: false }))
  }
  return plans
}

function isBelowOrAbove(path: string, used: ReadonlySet<string>): boolean {
  for (const other of used) if (path.startsWith(`${other}/`) || other.startsWith(`${path}/`)) return true
  return false
}
