/** What lies along the horizontal axis: steps, the clock, the time since a run's first point, or the values of another metric. */
export type Axis = 'step' | 'time' | 'relative' | `metrics.${string}`

/** An axis as an address has it; undefined for what is none, and for steps, which need no word. */
export function readAxis(value: unknown): Exclude<Axis, 'step'> | undefined {
  if (value === 'time' || value === 'relative') return value
  return isMetricAxis(value) ? value : undefined
}

export function isMetricAxis(value: unknown): value is `metrics.${string}` {
  return typeof value === 'string' && value.startsWith('metrics.') && value.length > 'metrics.'.length
}

/** As people call it. */
export function nameOfAxis(axis: Axis): string {
  if (isMetricAxis(axis)) return axis.slice('metrics.'.length)
  return { step: 'Step', time: 'Time', relative: 'Relative time' }[axis]
}
