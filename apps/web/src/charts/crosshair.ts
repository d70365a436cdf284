import { createSharedValue, useSharedValue } from './shared-value.ts'

/** The x under the mouse, and on which axis: all charts of that axis show their values there. */
export interface Crosshair {
  readonly x: number
  readonly axis: string
  /** The chart that the mouse is over, and the pixel in it. */
  readonly chart: string
  readonly height: number | undefined
}

const crosshair = createSharedValue<Crosshair | undefined>(undefined)

export function moveCrosshair(next: Crosshair | undefined): void {
  crosshair.set(next)
}

export function useCrosshair(axis: string, isInView: boolean): Crosshair | undefined {
  const current = useSharedValue(crosshair, isInView)
  return current?.axis === axis ? current : undefined
}
