import type { Setting } from '@reprise/compare'
import type { RunRecord } from '@reprise/protocol'

/** What is known of a run when its texts are read: when it ran, where its code lay, and its ids. */
export interface RunSetting {
  /** Its own, and the one that it had where it was imported from. */
  readonly ids: readonly string[]
  readonly name: string | undefined
  readonly root: string
  readonly during: Setting['during']
}

export function describeSetting({ ids, name }: Pick<RunSetting, 'ids' | 'name'>, { code, command, outcome }: RunRecord): RunSetting {
  const from = command.started_at
  return { ids, name, root: code.root, during: outcome === undefined ? undefined : { from, to: from + outcome.duration } }
}

/** Settings of two runs, with the folders that are the same place in both: the roots, and what the roots lie in. */
export function pairSettings(a: RunSetting | undefined, b: RunSetting | undefined): readonly [Setting, Setting] {
  if (a === undefined || b === undefined) return [{}, {}]
  const [first, second] = [a.root.split('/'), b.root.split('/')]
  let same = 0
  while (same < Math.min(first.length, second.length) - 1 && first.at(-1 - same) === second.at(-1 - same)) same++
  const toSetting = ({ ids, name, root, during }: RunSetting, parts: readonly string[]): Setting => ({
    during,
    ids,
    name,
    folders: [root, ...(same === 0 ? [] : [parts.slice(0, parts.length - same).join('/')])],
  })
  const isRenamed = a.name !== undefined && b.name !== undefined && b.name !== a.name && b.name.includes(a.name)
  const renamed = isRenamed ? { from: b.name ?? '', to: a.name ?? '' } : undefined
  return [toSetting(a, first), { ...toSetting(b, second), renamed }]
}
