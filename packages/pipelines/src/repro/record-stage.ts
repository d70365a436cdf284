import { digestDvcFile, type DvcFile, type LockedEntry, type LockedStage, printDvcFile } from '../files/index.ts'
import { isImport, keyOf, lockPathOf, type Stage } from '../graph/index.ts'
import { replaceFile } from '../paths/index.ts'
import { LockDocument } from './lock-document.ts'
import { rememberRun } from './run-cache.ts'
import { readInputs } from './save-inputs.ts'
import { saveOuts, type SaveOutsOptions } from './save-outs.ts'
import type { StageWork } from './stage-work.ts'

/** What recording a stage needs beside the stage. */
export interface RecordContext {
  readonly work: StageWork
  /** What stages were recorded with in this run, by `keyOf`. */
  readonly recorded: Map<string, LockedStage>
  /** By path from the root. */
  readonly locks: Map<string, LockDocument>
  /** Given what writes a record, in the place of writing it at once. */
  readonly defer?: ((write: () => Promise<void>) => void) | undefined
  /** Names of the stages of a file in the order in which new ones are to be written. */
  readonly orderIn: (file: string) => readonly string[]
  /** Whether locks are written by whoever records the stages, see {@link LockDocument.flush}. */
  readonly areLocksKept?: boolean | undefined
}

export interface RecordOptions extends SaveOutsOptions {
  /** Whether the run goes into the run cache. */
  readonly isRemembered: boolean
}

/** Records a stage as it is now: its inputs, and what it made, in the cache and in `dvc.lock` or the `.dvc` file. */
export async function recordStage(context: RecordContext, stage: Stage, options: RecordOptions): Promise<void> {
  const { work } = context
  const { deps, params } = await readInputs(work, stage, options)
  const outs = await saveOuts(work, stage, options)
  const entry: LockedStage = { cmd: stage.cmd ?? '', deps, params, outs }
  if (options.isRemembered) await rememberRun(work, stage, entry)
  context.recorded.set(keyOf(stage), entry)
  await work.tell({ kind: 'committed', stage, entry })
  const write = (): Promise<void> => (stage.source.kind === 'dvc' ? writeDvcFile(work, stage, entry) : writeLock(context, stage, entry))
  if (context.defer === undefined) await write()
  else context.defer(write)
}

async function writeLock({ work, locks, orderIn, areLocksKept }: RecordContext, stage: Stage, entry: LockedStage): Promise<void> {
  const { repository, view, show, tell } = work
  const file = lockPathOf(stage.file)
  const path = view.pathOf({ at: file })
  let lock = locks.get(file)
  if (lock === undefined) locks.set(file, (lock = new LockDocument(path, { name: show(file), order: orderIn(stage.file) })))
  const change = lock.put(stage.name ?? '', entry, { isKept: areLocksKept })
  if (change.isChanged) repository.changes.track(path)
  await tell({ kind: 'locked', stage, file, ...change })
}

async function writeDvcFile({ repository, view }: StageWork, stage: Stage, { deps, outs }: LockedStage): Promise<void> {
  if (stage.source.kind !== 'dvc') return
  const { definition, text } = stage.source
  const changed: DvcFile = {
    ...definition,
    deps: definition.deps.map((dep) => (dep.kind === 'file' ? { ...dep, ...dataOf(dep.path, deps) } : dep)),
    outs: definition.outs.map((out) => ({ ...out, ...dataOf(out.path, outs) })),
  }
  const isDigested = stage.cmd !== undefined || isImport(stage)
  const path = view.pathOf({ at: stage.file })
  const { md5: _md5, ...undigested } = changed
  const file = printDvcFile(isDigested ? { ...changed, md5: digestDvcFile(changed) } : undigested, {
    text,
    file: view.pathOf({ at: stage.file }),
  })
  if (file !== text) replaceFile(path, file)
  repository.changes.track(path)
}

function dataOf(path: string, entries: readonly LockedEntry[]): Partial<Pick<LockedEntry, 'hash' | 'meta'>> {
  const entry = entries.find((one) => one.path === path)
  return entry === undefined ? {} : { hash: entry.hash, meta: entry.meta }
}
