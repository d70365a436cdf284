import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import type { HashName } from '../cache/index.ts'
import { applyCheckout, assertNothingLost, type CheckoutOptions, type CheckoutPlan, planCheckout, planLeftOuts } from '../checkout/index.ts'
import { isPartialImport, type SelectedStage, selectStages, type Stage, type StageFiles, type StageOut } from '../graph/index.ts'
import { locate, openStages, type Repository } from '../repository/index.ts'
import { recordedDigest } from './out-entry.ts'

export interface CheckoutDataOptions {
  /** Files whose bytes are in no object may go. */
  readonly isForced?: boolean | undefined
  readonly isRelinked?: boolean | undefined
  readonly isRecursive?: boolean | undefined
  /** Also what the targets are made from. */
  readonly withNeeds?: boolean | undefined
  /** Digests of imports of which none is recorded yet, by {@link StageOut.at}: what was just fetched. */
  readonly brought?: ReadonlyMap<string, Digest> | undefined
  readonly onProgress?: ((text: string) => void) | undefined
  /** Told, as DVC tells it, of outputs that can not be made. */
  readonly onWarning?: ((message: string) => void) | undefined
}

interface Digest {
  readonly oid: string
  readonly hash: HashName
}

/** What was done. Paths are absolute; those of folders end in a slash. */
export interface CheckedOut {
  readonly modified: readonly string[]
  readonly added: readonly string[]
  readonly deleted: readonly string[]
  /** Outputs that could not be made whole, since their objects are not in the cache. */
  readonly failed: readonly string[]
  /** Numbers of files. */
  readonly files: { readonly modified: number; readonly added: number; readonly deleted: number }
}

/**
 * Brings data into the work tree as they are recorded. Without targets also takes away what was made here and belongs to no stage any more. Throws
 * RESOURCE_CONFLICT where files would be lost, before anything is done.
 */
export async function checkoutData(
  repository: Repository,
  targets: readonly string[],
  options: CheckoutDataOptions = {},
): Promise<CheckedOut> {
  const { workspace, signal, root } = repository
  const files = openStages(repository)
  const selected = await select(repository, files, { targets, options })
  const outs = selected.flatMap(({ stage, only }) => stage.outs.flatMap((out) => toPlanned(stage, { out, only, brought: options.brought })))
  const left = targets.length === 0 ? await planLeftOuts(workspace, await allOuts(root, files)) : []
  const failed = new Set<string>()
  const plans: CheckoutPlan[] = [...left]
  const spared: CheckoutPlan[] = []
  for (const { out, only, digest } of outs) {
    options.onProgress?.(files.show(out.at))
    const plan = await planOne(repository, { out, digest }, { isRelinked: options.isRelinked, only, signal })
    if (plan === undefined || digest === undefined) failed.add(join(root, out.at))
    if (plan !== undefined) (digest === undefined ? spared : plans).push(plan)
  }
  if (options.isForced !== true) assertNothingLost([...plans, ...spared])
  for (const { out } of outs.filter(({ digest, isImported }) => digest === undefined && !isImported))
    options.onWarning?.(`No file hash info found for '${join(root, out.at)}'. It won't be created.`)
  const done = { modified: [] as string[], added: [] as string[], deleted: [] as string[] }
  const counts = { modified: 0, added: 0, deleted: 0 }
  for (const plan of plans) {
    const missing = await applyCheckout(workspace, plan, { signal })
    if (missing.length > 0) failed.add(plan.out.path)
    else if (plan.change !== undefined)
      done[plan.change].push(
        plan.out.oid?.endsWith('.dir') === true || plan.emptied.includes(plan.out.path) ? `${plan.out.path}/` : plan.out.path,
      )
    for (const kind of ['modified', 'added', 'deleted'] as const) counts[kind] += missing.length > 0 ? 0 : plan.counts[kind]
  }
  const sort = (paths: readonly string[]): string[] => paths.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  return { modified: sort(done.modified), added: sort(done.added), deleted: sort(done.deleted), failed: [...failed], files: counts }
}

/** Folders first. */
function rank(path: string): number {
  return path.endsWith('/') ? 0 : 1
}

async function select(
  repository: Repository,
  files: StageFiles,
  { targets, options }: { readonly targets: readonly string[]; readonly options: CheckoutDataOptions },
): Promise<SelectedStage[]> {
  const { isRecursive, withNeeds } = options
  const selected: SelectedStage[] = []
  for (const target of targets.length === 0 ? [undefined] : targets) {
    try {
      const wanted = target === undefined ? [] : [target]
      selected.push(...(await selectStages(files, wanted, { locate: (path) => locate(repository, path), isRecursive, withNeeds })))
    } catch (error) {
      if (!(error instanceof RepriseError) || error.code !== 'RESOURCE_DOES_NOT_EXIST') throw error
      throw new RepriseError(error.code, `Did you mean \`git checkout ${target ?? ''}\`?: ${error.message}`, { cause: error })
    }
  }
  return selected
}

interface Planned {
  readonly out: StageOut
  readonly only: string | undefined
  /** Undefined where nothing is recorded: such an output can not be made, and what stands in its place stays. */
  readonly digest: Digest | undefined
  readonly isImported: boolean
}

interface Planning extends Pick<Planned, 'out' | 'only'>, Pick<CheckoutDataOptions, 'brought'> {}

/** Outputs that are kept in the cache, in the project. */
function toPlanned(stage: Stage, { out, only, brought }: Planning): Planned[] {
  if (!out.cache || out.place !== 'project') return []
  const isImported = isPartialImport(stage)
  // An import that was not brought yet has what its source had.
  const digest = recordedDigest(out) ?? (isImported ? (brought?.get(out.at) ?? recordedDigest(stage.deps[0] ?? out)) : undefined)
  if (digest === undefined && hasOtherDigest(out)) return []
  if (only === undefined || only === out.at) return [{ out, only: undefined, digest, isImported }]
  return only.startsWith(`${out.at}/`) ? [{ out, only: only.slice(out.at.length + 1), digest, isImported }] : []
}

/** Of data that no cache keeps, such as what is at a URL. */
function hasOtherDigest({ recorded }: StageOut): boolean {
  return recorded?.hash.value !== undefined
}

async function planOne(
  repository: Repository,
  { out, digest }: Pick<Planned, 'out' | 'digest'>,
  options: CheckoutOptions,
): Promise<CheckoutPlan | undefined> {
  const { workspace, root } = repository
  try {
    const wanted = {
      path: join(root, out.at),
      oid: digest?.oid,
      hash: digest?.hash ?? 'md5',
      isExecutable: out.recorded?.meta.isexec === true,
    }
    return await planCheckout(workspace, wanted, options)
  } catch (error) {
    if (error instanceof RepriseError && (error.code === 'RESOURCE_DOES_NOT_EXIST' || error.code === 'DATA_LOSS')) return undefined
    throw error
  }
}

async function allOuts(root: string, files: StageFiles): Promise<Set<string>> {
  return new Set((await files.all()).flatMap(({ outs }) => outs.filter(({ place }) => place === 'project').map(({ at }) => join(root, at))))
}
