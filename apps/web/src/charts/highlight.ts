import { createSharedValue, useSharedValue } from './shared-value.ts'

const highlighted = createSharedValue<string | undefined>(undefined)

/** Brings out a run, or a group of runs, in all charts; undefined for none. */
export function highlight(id: string | undefined): void {
  highlighted.set(id)
}

/** What is brought out. */
export function useHighlight(isInView = true): string | undefined {
  return useSharedValue(highlighted, isInView)
}
