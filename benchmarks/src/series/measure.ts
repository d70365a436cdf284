/** Milliseconds of one call: the first and the median of all. Cold and warm differ by the compiler's work. */
export interface Timing {
  readonly first: number
  readonly median: number
}

export function time(rounds: number, work: () => void): Timing {
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now()
    work()
    return performance.now() - started
  })
  return { first: times[0] ?? 0, median: times.toSorted((a, b) => a - b)[rounds >> 1] ?? 0 }
}

/** Nanoseconds per point of the fastest round, each of which does the work often enough to be measured. */
export function timePerPoint(points: number, work: () => void): number {
  const repeats = Math.ceil(500_000 / points)
  const rounds = Array.from({ length: 7 }, () => time(1, () => repeat(repeats, work)).median)
  return (Math.min(...rounds) * 1e6) / repeats / points
}

function repeat(times: number, work: () => void): void {
  for (let i = 0; i < times; i += 1) work()
}

export function describe({ first, median }: Timing): string {
  return `${median.toFixed(1)} ms (first ${first.toFixed(1)})`
}
