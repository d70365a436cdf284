import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { makeFolder } from '../cache/index.ts'
import { applyCheckout, isWholeInCache, planCheckout, storeOut, type Workspace } from '../checkout/index.ts'
import { type LockedEntry, type LockedStage, parseLockedStage, runCacheKey, toRunCacheEntry } from '../files/index.ts'
import { isCallback, type Stage } from '../graph/index.ts'
import { toFileError } from '../paths/index.ts'
import { toHashName } from '../status/index.ts'
import type { DataPull } from './repro-context.ts'
import type { StageInputs } from './save-inputs.ts'
import { type StageWork, warn } from './stage-work.ts'

/** Whether runs of a stage can be told by what went in, and what came out can be put back. */
export function isRepeatable(stage: Stage): boolean {
  if (stage.cmd === undefined || isCallback(stage) || stage.alwaysChanged) return false
  if (stage.deps.length + stage.params.length === 0 || stage.outs.length === 0) return false
  return (
    stage.deps.every(({ place, kind }) => place !== 'remote' && kind === 'file') &&
    stage.outs.every(({ place, persist }) => place === 'project' && !persist)
  )
}

/** Remembers a run; outputs that are not kept in the cache are copied into it for that. */
export async function rememberRun(work: StageWork, stage: Stage, entry: LockedStage): Promise<void> {
  if (!isRepeatable(stage) || [...entry.params.values()].some((values) => values.size === 0)) return
  const { repository, view } = work
  for (const out of stage.outs.filter(({ cache }) => !cache))
    await storeOut(repository.workspace, view.pathOf(out), { isRelinked: false, signal: repository.signal })
  const { path, text } = toRunCacheEntry(entry)
  const file = join(repository.workspace.cache.runsFolder, path)
  if (existsSync(file)) return
  // Not beside it: whatever lies there is taken for a run.
  const temporary = repository.workspace.cache.md5.unfinishedPath()
  try {
    makeFolder(dirname(file))
    writeFileSync(temporary, text)
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw toFileError(error, file)
  }
}

/** What the newest run with the same inputs made, if all of it is in the cache; else undefined. */
export async function findRun(
  work: StageWork,
  stage: Stage,
  { inputs, pull }: { readonly inputs: StageInputs; readonly pull: DataPull | undefined },
): Promise<LockedStage | undefined> {
  const { repository } = work
  if (!isRepeatable(stage) || [...inputs.params.values()].some((values) => values.size === 0)) return undefined
  const outs = stage.outs.map(({ path }): LockedEntry => ({ path, hash: { algorithm: 'md5', value: undefined }, meta: {} }))
  const key = runCacheKey({ cmd: stage.cmd ?? '', ...inputs, outs })
  const newest = newestIn(join(repository.workspace.cache.runsFolder, key.slice(0, 2), key))
  const found = newest === undefined ? undefined : await readRun(work, stage, newest)
  if (found !== undefined) await pull?.objects(found.outs)
  return found !== undefined && (await areOutsCached(repository.workspace, found.outs, repository.signal)) ? found : undefined
}

export async function areOutsCached(workspace: Workspace, outs: readonly LockedEntry[], signal: AbortSignal): Promise<boolean> {
  for (const out of outs) {
    const oid = out.hash.value
    if (oid === undefined || !(await isWholeInCache(workspace, { oid, hash: toHashName(out) }, signal))) return false
  }
  return true
}

/** Puts what a run made into the work tree, which has nothing in its place any more. */
export async function restoreOuts(work: StageWork, stage: Stage, outs: readonly LockedEntry[]): Promise<void> {
  const { repository, view } = work
  const { workspace, signal } = repository
  for (const out of stage.outs) {
    const entry = outs.find(({ path }) => path === out.path)
    if (entry === undefined) continue
    // What is not kept in the cache must not be a link into it.
    const place = out.cache ? workspace : { ...workspace, links: ['copy'] as const }
    const target = { path: view.pathOf(out), oid: entry.hash.value, hash: toHashName(entry), isExecutable: entry.meta.isexec === true }
    const failed = await applyCheckout(place, await planCheckout(place, target, { signal }), { signal })
    const [first] = failed
    if (first !== undefined)
      throw new RepriseError(
        'RESOURCE_DOES_NOT_EXIST',
        `Checkout failed for following targets:\n${failed.map(({ path }) => repository.show(path)).join('\n')}`,
      )
  }
}

function newestIn(folder: string): string | undefined {
  if (!existsSync(folder)) return undefined
  const files = readdirSync(folder)
    .filter((name) => /^[0-9a-f]{64}$/.test(name))
    .map((name) => join(folder, name))
  const times = new Map(files.map((file) => [file, statSync(file, { bigint: true }).mtimeNs]))
  return files.toSorted((left, right) => ((times.get(left) ?? 0n) > (times.get(right) ?? 0n) ? -1 : 1))[0]
}

/** An entry that is damaged is dropped. */
async function readRun(work: StageWork, stage: Stage, file: string): Promise<LockedStage | undefined> {
  const name = work.repository.show(file)
  try {
    return parseLockedStage(readFileSync(file, 'utf8'), name)
  } catch (error) {
    if (!(error instanceof RepriseError)) throw toFileError(error, file)
    await warn(work, stage, `corrupted cache file '${name}'.`)
    rmSync(file, { force: true })
    return undefined
  }
}
