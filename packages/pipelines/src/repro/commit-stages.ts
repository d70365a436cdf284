import { RepriseError } from '@reprise/protocol/errors'
import { addressOf, keyOf, type SelectedStage, type Stage } from '../graph/index.ts'
import { holdPaths } from '../locks/index.ts'
import type { Repository } from '../repository/index.ts'
import { findInputReasons, findOutReason, findDefinitionReason } from '../status/find-reasons.ts'
import { recordStage, type RecordContext } from './record-stage.ts'
import { nameOf, openStageWork, type StageWork } from './stage-work.ts'
import type { StageObserver } from './stage-observer.ts'

export interface CommitOptions {
  /** Also what has changed, without asking. */
  readonly isForced?: boolean | undefined
  /** Asked for each stage that has changed. */
  readonly confirm: (question: string) => Promise<boolean>
  /** Whether files become links as `cache.type` says; default: yes. */
  readonly isRelinked?: boolean | undefined
  /** Whether what is not there keeps what is recorded of it. */
  readonly allowMissing?: boolean | undefined
  /** How the process is told of to others. */
  readonly command: string
  readonly observers?: readonly StageObserver[] | undefined
}

/**
 * Records stages as they are now, without running them. Throws, in DVC's words, for one that has changed when that is not agreed to; of a file one of whose
 * stages can not be recorded, none is.
 */
export async function commitStages(repository: Repository, selected: readonly SelectedStage[], options: CommitOptions): Promise<void> {
  const work = openStageWork(repository, options.observers)
  for (const group of byFile(selected)) await commitFile(work, group, options)
}

/** Outs are held, and git is asked of them, all at once: a process for each takes longer than the rest. */
async function commitFile(work: StageWork, selected: readonly SelectedStage[], options: CommitOptions): Promise<void> {
  const { repository, view } = work
  const writes: (() => Promise<void>)[] = []
  const names = selected.map(({ stage }) => stage.name ?? '')
  const locks: RecordContext['locks'] = new Map()
  const context: RecordContext = {
    work,
    defer: (write) => writes.push(write),
    recorded: new Map(),
    locks,
    orderIn: () => names,
    areLocksKept: true,
  }
  const changed = new Set<SelectedStage>()
  for (const one of selected) {
    repository.signal.throwIfAborted()
    if (options.isForced === true || (await askAbout(work, one.stage, options.confirm))) changed.add(one)
  }
  const outs = selected.flatMap(({ stage }) => stage.outs.filter(({ place }) => place === 'project'))
  const [first] = selected
  const cmd = selected.length === 1 && first !== undefined ? `${options.command} ${keyOf(first.stage)}` : options.command
  await using _held = await holdPaths(
    repository.layout.temporary,
    { read: [], write: outs.map((out) => view.pathOf(out)) },
    { cmd, isAlone: repository.turn.isHeld, signal: repository.signal, show: repository.show },
  )
  await (await repository.git())?.foresee(outs.filter(({ cache }) => cache).map((out) => view.pathOf(out)))
  for (const one of selected) {
    repository.signal.throwIfAborted()
    await recordStage(context, one.stage, {
      isRemembered: changed.has(one),
      isRelinked: options.isRelinked,
      allowMissing: options.allowMissing,
      only: one.only,
    })
  }
  for (const write of writes) await write()
  for (const lock of locks.values()) lock.flush()
}

/** Stages that follow each other in a file come together. */
function* byFile(selected: readonly SelectedStage[]): Generator<readonly SelectedStage[]> {
  let start = 0
  for (const [index, { stage }] of selected.entries()) {
    if (selected[index + 1]?.stage.file === stage.file) continue
    yield selected.slice(start, index + 1)
    start = index + 1
  }
}

/** Whether it has changed and is to be recorded so. */
async function askAbout(work: StageWork, stage: Stage, confirm: CommitOptions['confirm']): Promise<boolean> {
  const { view, show } = work
  const deps = new Set((await findInputReasons(view, stage, { show })).map((reason) => ('path' in reason ? reason.path : '')))
  const outs: string[] = []
  for (const out of stage.outs) {
    // Whether it is in the cache does not matter: it is put there.
    const [reason] = await findOutReason(view, { ...out, cache: false }, show)
    if (reason !== undefined) outs.push(nameOf(work, out))
  }
  const [definition] = findDefinitionReason(stage)
  if (deps.size === 0 && outs.length === 0 && definition === undefined) return false
  const address = `stage: '${addressOf(stage, show)}'`
  if (await confirm(`${question({ address, deps: [...deps], outs, definition: definition?.kind })} Are you sure you want to commit it?`))
    return true
  throw new RepriseError('RESOURCE_CONFLICT', `unable to commit changed ${address}. Use \`-f|--force\` to force.`)
}

function question(changed: { address: string; deps: readonly string[]; outs: readonly string[]; definition: string | undefined }): string {
  const { address, deps, outs, definition } = changed
  const list = (names: readonly string[]): string => `[${names.map((name) => `'${name}'`).join(', ')}]`
  if (deps.length > 0 && outs.length > 0) return `dependencies ${list(deps)} and outputs ${list(outs)} of ${address} changed.`
  if (deps.length > 0) return `dependencies ${list(deps)} of ${address} changed.`
  if (outs.length > 0) return `outputs ${list(outs)} of ${address} changed.`
  return definition === 'command' ? `'cmd' of ${address} has changed.` : `'md5' of ${address} changed.`
}
