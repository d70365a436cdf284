import { useEffect, useRef, useSyncExternalStore } from 'react'

/** Something that can be done on the page that is shown: by a key, and from the list of commands. */
export interface Action {
  readonly title: string
  /** One key, `c`, or two after each other, `g h`. */
  readonly keys?: string
  /** Absent from the list of commands: what only makes sense with a key. */
  readonly isKeyOnly?: boolean
  /** May answer false: then the key does what it did before. */
  readonly act: (event?: KeyboardEvent) => unknown
}

export interface ActionGroup {
  readonly title: string
  readonly actions: readonly Action[]
}

const listeners = new Set<() => void>()
let groups: readonly ActionGroup[] = []

/** Offers actions while the component is mounted. The later of two with the same key wins. */
export function useActions(title: string, actions: readonly Action[]): void {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  const shape = actions.map((action) => `${action.keys ?? ''}\t${action.title}\t${String(action.isKeyOnly)}`).join('\n')
  useEffect(() => {
    const offered = latest.current.map((action, at) => ({ ...action, act: (event?: KeyboardEvent) => latest.current[at]?.act(event) }))
    const group = { title, actions: offered }
    change([...groups, group])
    return () => change(groups.filter((one) => one !== group))
  }, [title, shape])
}

/** All that can be done now; what came last stands last. */
export function useOfferedActions(): readonly ActionGroup[] {
  return useSyncExternalStore(follow, () => groups)
}

/** The action of a key that was pressed after others. */
export function findAction(keys: string): Action | undefined {
  return groups
    .flatMap(({ actions }) => actions)
    .filter((action) => action.keys === keys)
    .at(-1)
}

/** Whether an action begins with these keys and goes on. */
export function isBeginning(keys: string): boolean {
  return groups.some(({ actions }) => actions.some((action) => action.keys?.startsWith(`${keys} `) === true))
}

function change(next: readonly ActionGroup[]): void {
  groups = next
  for (const listener of listeners) listener()
}

function follow(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}
