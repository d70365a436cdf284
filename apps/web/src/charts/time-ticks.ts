/** What an axis of milliseconds tells: the clock, in the zone of the viewer or in UTC, or how long something took. */
export type TimeKind = 'clock' | 'utc' | 'span'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
/** As long as the longest month, so that months are never taken for shorter steps. */
const MONTH = 31 * DAY

const milliseconds = [1, 2, 5, 10, 20, 50, 100, 200, 500]
const sixtieths = [1, 2, 5, 10, 15, 30]
const steps = [
  ...milliseconds,
  ...sixtieths.map((count) => count * SECOND),
  ...sixtieths.map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14].map((count) => count * DAY),
]
const months = [1, 3, 6, 12, 24, 60, 120]
/** Lines of one axis at most. */
const MOST = 50

/** How far lines lie apart, about `count` of them: lengths that people count in. Milliseconds. */
function timeStep(from: number, to: number, count: number): number {
  const rough = (to - from) / Math.max(1, count)
  const round = steps.find((step) => step >= rough)
  if (round !== undefined) return round
  const some = months.find((number) => number * MONTH >= rough)
  return some === undefined ? decimal(rough) : some * MONTH
}

/** At what times an axis has lines: whole seconds, minutes, hours, days or months; of a span, from its beginning. */
export function timeTicks(from: number, to: number, { count, kind }: { readonly count: number; readonly kind: TimeKind }): number[] {
  if (kind === 'span') return spanTicks(from, to, count)
  const step = timeStep(from, to, count)
  if (step < DAY) {
    const shift = kind === 'utc' ? 0 : new Date(from).getTimezoneOffset() * MINUTE
    const first = Math.ceil((from - shift) / step)
    return ticks(from, to, (at) => (first + at) * step + shift)
  }
  const date = kind === 'utc' ? Date.UTC : (year: number, month: number, day: number) => new Date(year, month, day).getTime()
  const begin = new Date(from)
  const [year, month, day] =
    kind === 'utc'
      ? [begin.getUTCFullYear(), begin.getUTCMonth(), begin.getUTCDate()]
      : [begin.getFullYear(), begin.getMonth(), begin.getDate()]
  if (step < MONTH) return ticks(from, to, (at) => date(year, month, day + (at * step) / DAY))
  const every = Math.round(step / MONTH)
  const begun = Math.floor((year * 12 + month) / every) * every
  // Years before 100 are taken for those of the last century: months are counted from one that is not.
  return ticks(from, to, (at) => date(2000, begun + at * every - 12 * 2000, 1))
}

function spanTicks(from: number, to: number, count: number): number[] {
  const rough = (to - from) / Math.max(1, count)
  const step = steps.find((one) => one >= rough && one <= DAY) ?? DAY * decimal(rough / DAY)
  const first = Math.ceil(from / step)
  return ticks(from, to, (at) => (first + at) * step)
}

/** Those of a row that are on the axis; the row begins at its start, or before it. */
function ticks(from: number, to: number, tickAt: (at: number) => number): number[] {
  const found: number[] = []
  for (let at = 0; at < 2 * MOST && found.length < MOST; at++) {
    const tick = tickAt(at)
    if (!(tick <= to)) break
    if (tick >= from) found.push(tick)
  }
  return found
}

/** 1, 2 or 5 times a power of ten, at least so much. */
function decimal(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return [1, 2, 5, 10].map((times) => times * power).find((size) => size >= least) ?? least
}
