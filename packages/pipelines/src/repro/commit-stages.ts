import { RepriseError } from '@reprise/protocol'
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
  const writes: (() => Promise<void>)[] = []
  const context: RecordContext = {
    work,
    defer: (write) => writes.push(write),
    recorded: new Map(),
    locks: new Map(),
    orderIn: (file) => selected.filter(({ stage }) => stage.file === file).map(({ stage }) => stage.name ?? ''),
  }
  for (const [index, one] of selected.entries()) {
    repository.signal.throwIfAborted()
    const isChanged = options.isForced === true || (await askAbout(work, one.stage, options.confirm))
    const outs = one.stage.outs.filter(({ place }) => place === 'project').map((out) => work.view.pathOf(out))
    await using _held = await holdPaths(
      repository.layout.temporary,
      { read: [], write: outs },
      { cmd: `${options.command} ${keyOf(one.stage)}`, signal: repository.signal, show: repository.show },
    )
    await recordStage(context, one.stage, { isRemembered: isChanged, isRelinked: options.isRelinked, only: one.only })
    if (selected[index + 1]?.stage.file !== one.stage.file) for (const write of writes.splice(0)) await write()
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
