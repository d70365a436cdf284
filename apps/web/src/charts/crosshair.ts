import { useSyncExternalStore } from 'react'

/** The x under the mouse, and on which axis: all charts of that axis show their values there. */
export interface Crosshair {
  readonly x: number
  readonly axis: string
}

let current: Crosshair | undefined
const listeners = new Set<() => void>()

export function moveCrosshair(next: Crosshair | undefined): void {
  current = next
  for (const listen of listeners) listen()
}

export function useCrosshair(axis: string): number | undefined {
  const crosshair = useSyncExternalStore(subscribe, () => current)
  return crosshair?.axis === axis ? crosshair.x : undefined
}

function subscribe(listen: () => void): () => void {
  listeners.add(listen)
  return () => listeners.delete(listen)
}
