/** Stops of the ramp in the tokens of the theme. */
export const STOPS = 7

/** The colour at a fraction of the ramp, 0 to 1, between stops written as `#rrggbb`. */
export function mixRamp(stops: readonly string[], fraction: number): string {
  const at = Math.min(1, Math.max(0, fraction)) * (stops.length - 1)
  const [low, high] = [stops[Math.floor(at)], stops[Math.ceil(at)]].map((stop) => channelsOf(stop ?? '#000000'))
  const share = at - Math.floor(at)
  const mixed = [0, 1, 2].map((channel) => Math.round((low?.[channel] ?? 0) * (1 - share) + (high?.[channel] ?? 0) * share))
  return `rgb(${mixed.join(' ')})`
}

function channelsOf(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
}
