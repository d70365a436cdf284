/** Where values of an axis stand, and the values that are named. */
export interface Scale {
  readonly at: (value: number) => number
  readonly ticks: readonly { readonly at: number; readonly label: string }[]
}

const TICKS = 6

/** An axis for numbers, from pixel to pixel, with round values named. */
export function numberScale(values: readonly number[], [from, to]: readonly [number, number]): Scale {
  const [low, high] = widen(
    values.reduce((a, b) => Math.min(a, b), Infinity),
    values.reduce((a, b) => Math.max(a, b), -Infinity),
  )
  const at = (value: number): number => from + ((value - low) / (high - low)) * (to - from)
  const step = roundStep((high - low) / TICKS)
  const ticks: { at: number; label: string }[] = []
  for (let index = Math.ceil(low / step); index * step <= high + step * 1e-9 && ticks.length < 2 * TICKS; index++)
    ticks.push({ at: at(index * step), label: String(Number((index * step).toPrecision(6))) })
  return { at, ticks }
}

/** An axis for names, each in the middle of its share. */
export function nameScale(names: readonly string[], [from, to]: readonly [number, number]): Scale {
  const share = (to - from) / Math.max(1, names.length)
  const at = (index: number): number => from + share * (index + 0.5)
  return { at, ticks: names.map((label, index) => ({ at: at(index), label })) }
}

function widen(low: number, high: number): [number, number] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1]
  return low < high ? [low, high] : [low - 0.5, high + 0.5]
}

/** 1, 2 or 5 and a power of ten. */
function roundStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw))
  const digit = [1, 2, 5, 10].find((candidate) => candidate * power >= raw) ?? 10
  return digit * power
}
