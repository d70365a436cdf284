const EIGHT_LEVELS = '▁▂▃▄▅▆▇█'

/** Values as one line of bars, from the lowest to the highest of them; a blank where there is no number. */
export function drawSparkline(values: readonly number[]): string {
  const finite = values.filter(Number.isFinite)
  const low = Math.min(...finite)
  const span = Math.max(...finite) - low || 1
  return values
    .map((value) => (Number.isFinite(value) ? EIGHT_LEVELS[Math.round(((value - low) / span) * (EIGHT_LEVELS.length - 1))] : ' '))
    .join('')
}
