import type { Item } from '../item.ts'

const alike: ReadonlySet<string> = new Set(['identical', 'canonical', 'numeric', 'notJudged'])

/**
 * Decides on differences in what is named like a clock, a load or a log. Repeats that agree on it show that it is none, and it stays
 * `different`; repeats that do not, or that were not made, leave it out of account. `controls` are those of a {@link Trial}.
 */
export function settleOpen(items: readonly Item[], controls: readonly (readonly Item[])[]): Item[] {
  return items.map((item) => {
    if (item.isOpen !== true) return item
    const { isOpen: _, ...settled } = item
    const doAgree = controls.every((control) => {
      const found = control.find(({ kind, name }) => kind === item.kind && name === item.name)
      return found !== undefined && alike.has(found.rung)
    })
    if (controls.length > 0 && doAgree) return { ...settled, notes: [...item.notes, 'repeats agree on it, so that it is judged'] }
    const why = controls.length === 0 ? 'no repeat was made to tell whether it counts' : 'repeats differ in it among themselves'
    const isFile = item.kind === 'output' || item.kind === 'artifact'
    return { ...settled, rung: isFile ? 'canonical' : 'notJudged', notes: [...item.notes, why] }
  })
}
