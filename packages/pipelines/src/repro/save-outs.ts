import { RepriseError } from '@reprise/protocol/errors'
import { storeOut } from '../checkout/index.ts'
import type { LockedEntry } from '../files/index.ts'
import type { Stage, StageOut } from '../graph/index.ts'
import { toHashName } from '../status/index.ts'
import { hashAs, toEntry } from './save-inputs.ts'
import { nameOf, type StageWork, warn } from './stage-work.ts'

export interface SaveOutsOptions {
  readonly allowMissing?: boolean | undefined
  /** Whether they are taken into the cache; default: yes. */
  readonly isCommitted?: boolean | undefined
  /** Whether files become links as `cache.type` says; default: yes. */
  readonly isRelinked?: boolean | undefined
  /** Only outputs at this path from the root, or below it, are taken into the cache. */
  readonly only?: string | undefined
}

/**
 * Hashes what a stage has made, has git ignore it, and takes it into the cache. Throws, in DVC's words, for outputs that are not there: nothing is
 * taken into the cache then.
 */
export async function saveOuts(work: StageWork, stage: Stage, options: SaveOutsOptions = {}): Promise<LockedEntry[]> {
  for (const out of stage.outs) await assertThere(work, out, options)
  const entries: LockedEntry[] = []
  for (const out of stage.outs) {
    const entry = await saveOut(work, stage, { out, options })
    if (entry !== undefined) entries.push(entry)
  }
  return entries
}

async function assertThere(work: StageWork, out: StageOut, { allowMissing }: SaveOutsOptions): Promise<void> {
  if (out.place === 'remote') throw new RepriseError('NOT_IMPLEMENTED', `'${out.path}' is not on this machine: stages can not make it yet.`)
  if (out.cache && out.place !== 'project') {
    const link = '<https://dvc.org/doc/user-guide/upgrade>'
    throw new RepriseError(
      'INVALID_PARAMETER_VALUE',
      `Saving cached external output ${out.path} is not supported since DVC 3.0. See ${link} for more info.`,
    )
  }
  if (allowMissing === true || (await work.view.out(out, toHashName(out.recorded))) !== undefined) return
  throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `output '${nameOf(work, out)}' does not exist`)
}

async function saveOut(
  work: StageWork,
  stage: Stage,
  { out, options }: { readonly out: StageOut; readonly options: SaveOutsOptions },
): Promise<LockedEntry | undefined> {
  const { repository, view } = work
  const path = view.pathOf(out)
  const found = await hashAs(out.recorded, (hash) => view.out(out, hash))
  if (found === undefined) return out.recorded === undefined ? undefined : { path: out.path, ...out.recorded }
  if (found.size === 0) await warn(work, stage, `'${nameOf(work, out)}' is empty.`)
  if (out.cache) await ignore(work, out)
  if (!out.cache || options.isCommitted === false || !isMeant(out, options.only)) return toEntry(out.path, found)
  const { signal, workspace } = repository
  return toEntry(out.path, await storeOut(workspace, path, { hash: found.hash, signal, isRelinked: options.isRelinked }))
}

async function ignore(work: StageWork, out: StageOut): Promise<void> {
  const { repository, view } = work
  const path = view.pathOf(out)
  const git = await repository.git()
  if (git !== undefined && (await git.isTracked(path))) throw alreadyTracked(nameOf(work, out))
  await repository.changes.ignore(path)
}

function alreadyTracked(name: string): RepriseError {
  return new RepriseError(
    'RESOURCE_CONFLICT',
    ` output '${name}' is already tracked by SCM (e.g. Git).\n    You can remove it from Git, then add to DVC.\n        To stop tracking from Git:\n` +
      `            git rm -r --cached '${name}'\n            git commit -m "stop tracking ${name}" `,
  )
}

function isMeant({ at }: StageOut, only: string | undefined): boolean {
  return only === undefined || at === only || at.startsWith(`${only}/`) || only.startsWith(`${at}/`)
}
