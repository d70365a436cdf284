import type { CaptureItem } from '@reprise/protocol'

/** What was captured so far, and what was not. */
export interface Items {
  readonly list: readonly CaptureItem[]
  add(...items: readonly CaptureItem[]): void
  /** Does a step that must not keep the command from running: when it fails, an item says why and `fallback` is the answer. */
  attempt<T>(name: string, step: () => T | Promise<T>, fallback: T): Promise<T>
}

export function createItems(): Items {
  const list: CaptureItem[] = []
  return {
    list,
    add: (...items) => void list.push(...items),
    attempt: async (name, step, fallback) => {
      try {
        return await step()
      } catch (error) {
        list.push({ name, status: 'FAILED', detail: error instanceof Error ? error.message : String(error) })
        return fallback
      }
    },
  }
}
