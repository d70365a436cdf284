import { digestDvcFile } from '../files/index.ts'
import { isCallback, isImport, showData, type Show, type Stage, type StageDep, type StageOut, type StageParams } from '../graph/index.ts'
import { compareParameters, selectParameters } from '../params/index.ts'
import { equals } from '../python/index.ts'
import type { DataView } from './data-view.ts'
import { toHashName } from './hash-name.ts'
import type { Reason } from './reason.ts'

export interface ReasonOptions {
  readonly show: Show
  /** Only outputs at this path from the root, below it or above it. */
  readonly only?: string | undefined
}

/** Everything that is said of a stage by `status`, in its order. */
export async function findReasons(view: DataView, stage: Stage, options: ReasonOptions): Promise<Reason[]> {
  const reasons: Reason[] = []
  if (!stage.frozen) reasons.push(...(await findInputReasons(view, stage, options)))
  for (const out of stage.outs) if (isMeant(out, options.only)) reasons.push(...(await findOutReason(view, out, options.show)))
  if (isCallback(stage) || stage.alwaysChanged) reasons.push({ kind: 'always' })
  return [...reasons, ...findDefinitionReason(stage)]
}

/** Dependencies and parameters that are not as they were recorded. */
export async function findInputReasons(view: DataView, stage: Stage, options: ReasonOptions): Promise<Reason[]> {
  const reasons: Reason[] = []
  for (const dep of stage.deps) {
    const reason = await findDepReason(view, dep, options.show)
    if (reason !== undefined) reasons.push(reason)
  }
  return [...reasons, ...stage.params.flatMap((params) => findParamReasons(view, params, options.show))]
}

/** What other repositories have is for `update` to find out. */
async function findDepReason(view: DataView, dep: StageDep, show: Show): Promise<Extract<Reason, { kind: 'dep' }> | undefined> {
  if (dep.kind !== 'file') return undefined
  const found = dep.place === 'remote' ? (await view.elsewhere(dep))?.hash.value : (await view.dep(dep, toHashName(dep.recorded)))?.oid
  const old = dep.recorded?.hash.value
  if (found !== undefined && found === old) return undefined
  return { kind: 'dep', path: showData(dep, show), state: found === undefined ? 'deleted' : 'modified', old, new: found }
}

export async function findOutReason(view: DataView, out: StageOut, show: Show): Promise<Extract<Reason, { kind: 'out' }>[]> {
  const old = out.recorded?.hash.value
  const tell = (state: 'not in cache' | 'deleted' | 'modified', now?: string): Extract<Reason, { kind: 'out' }>[] => [
    { kind: 'out', path: showData(out, show), state, old, new: now },
  ]
  if (out.place === 'remote') return []
  const hash = toHashName(out.recorded)
  const cached = old === undefined || !out.cache || view.isCached(out)
  // The objects of many files are looked for on a thread; what went wrong here is told where they are there.
  const looking = view.isMade(out) ? view.out(out, hash) : undefined
  looking?.catch(() => undefined)
  if (!(await cached)) return tell('not in cache')
  const found = await (looking ?? view.out(out, hash))
  if (found === undefined) return tell('deleted')
  return found.oid === old ? [] : tell('modified', found.oid)
}

function findParamReasons(view: DataView, params: StageParams, show: Show): Extract<Reason, { kind: 'param' }>[] {
  const content = view.params(params)
  const path = params.at.startsWith('/') ? params.at : show(params.at)
  const whole = { kind: 'param', path, key: undefined, old: undefined, new: undefined } as const
  if (content === undefined) return [{ ...whole, state: 'deleted' }]
  if (params.recorded === undefined) return [{ ...whole, state: 'new' }]
  const current = selectParameters(content, params.keys)
  return compareParameters(params.keys, current, params.recorded).map(({ key, state, old, current: now }) => ({
    kind: 'param',
    path,
    key,
    state,
    old,
    new: now,
  }))
}

/** A command that is another than the one that was run, or a `.dvc` file that was edited. */
export function findDefinitionReason({ source, cmd, ...stage }: Stage): Reason[] {
  if (source.kind === 'pipeline') {
    const { locked } = source
    if (locked === undefined || cmd === undefined || equals(locked.cmd, cmd)) return []
    return [{ kind: 'command', old: locked.cmd, new: cmd }]
  }
  const { md5 } = source.definition
  const isDigested = cmd !== undefined || isImport({ source, cmd, ...stage })
  const digest = isDigested ? digestDvcFile(source.definition) : undefined
  return md5 === digest ? [] : [{ kind: 'checksum', old: md5, new: digest }]
}

function isMeant({ at }: StageOut, only: string | undefined): boolean {
  return only === undefined || at === only || at.startsWith(`${only}/`) || only.startsWith(`${at}/`)
}
