import { lstatSync, mkdirSync, rmdirSync, unlinkSync } from 'node:fs'
import { setImmediate as yieldTurn } from 'node:timers/promises'
import { RepriseError } from '@reprise/protocol/errors'
import { versionText } from '../links/index.ts'
import { toFileError, toFsPath } from '../paths/index.ts'
import { type FailedLink, linkAll } from './link-all.ts'
import type { WorkFile } from './list-work-tree.ts'
import type { CheckoutPlan } from './plan-checkout.ts'
import { makeExecutable } from './store-out.ts'
import { prepareFolders, type Workspace } from './workspace.ts'

/** Files that are removed before other work gets its turn. */
const TURN = 1_000

/** Throws RESOURCE_CONFLICT, in DVC's words, when plans would lose files that no object has. To be asked before any plan is carried out. */
export function assertNothingLost(plans: readonly CheckoutPlan[]): void {
  const unsaved = plans.flatMap((plan) => plan.unsaved)
  if (unsaved.length === 0) return
  const message = "Can't remove the following unsaved files without confirmation. Use `--force` to force."
  throw new RepriseError('RESOURCE_CONFLICT', `${message}\n${unsaved.join('\n')}`)
}

export interface ApplyOptions {
  readonly signal?: AbortSignal | undefined
  readonly onLinked?: ((files: number) => void) | undefined
}

/**
 * Does what a plan says, also to files that are not saved. Answers the files that could not be made. A file that is not as it was when the
 * plan was made stays, and is one of them. Whenever the process ends, each path has what was there or what is to be; checking out again
 * does the rest.
 */
export async function applyCheckout(workspace: Workspace, plan: CheckoutPlan, options: ApplyOptions = {}): Promise<readonly FailedLink[]> {
  prepareFolders(workspace)
  const kept = await removeFiles(plan.deletes, options.signal)
  for (const folder of plan.emptied) removeEmpty(folder)
  for (const folder of plan.folders) makeFolder(folder)
  const failed = await linkAll(workspace, { links: plan.links, hash: plan.out.hash }, options)
  if (plan.isMadeExecutable && failed.length === 0 && plan.failed.length === 0) makeExecutable(plan.out.path)
  const { path, oid, hash } = plan.out
  if (oid === undefined) workspace.made.remove(path)
  else workspace.made.add(path, { oid, hash })
  return [...plan.failed, ...kept, ...failed]
}

/** Answers those that have changed since and stay. */
async function removeFiles(files: readonly WorkFile[], signal: AbortSignal | undefined): Promise<FailedLink[]> {
  const kept: FailedLink[] = []
  for (const [index, { path, state }] of files.entries()) {
    if (index % TURN === TURN - 1) await yieldTurn()
    signal?.throwIfAborted()
    const stats = lstatSync(toFsPath(path), { bigint: true, throwIfNoEntry: false })
    if (stats === undefined) continue
    if (versionText(stats) !== versionText(state)) kept.push({ path, oid: '', code: 'changed' })
    else remove(path)
  }
  return kept
}

function remove(path: string): void {
  try {
    unlinkSync(toFsPath(path))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw toFileError(error, path)
  }
}

/** A folder in which ignored files are left stays. */
function removeEmpty(folder: string): void {
  try {
    rmdirSync(toFsPath(folder))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'EBUSY')
      throw toFileError(error, folder)
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(toFsPath(folder), { recursive: true })
  } catch (error) {
    throw toFileError(error, folder)
  }
}
