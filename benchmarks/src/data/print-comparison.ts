import type { Measured } from './run-measured.ts'

/** What two subjects took for the same. */
export interface Comparison {
  readonly what: string
  readonly theirs: readonly Measured[]
  readonly ours: readonly Measured[]
}

export const heading =
  '| data | step | DVC, s (CPU s, MB) | Reprise, s (CPU s, MB) | times faster | by CPU | in each round |\n| --- | --- | --- | --- | --- | --- | --- |'

/** A row of a table: the least of several rounds, since what disturbs only adds. */
export function printComparison({ what, theirs, ours }: Comparison): void {
  const [one, other] = [leastOf(theirs), leastOf(ours)]
  const show = ({ seconds, cpuSeconds, peakMegabytes }: Measured): string =>
    `${seconds.toFixed(2)} (${cpuSeconds.toFixed(2)}, ${peakMegabytes.toFixed(0)})`
  const ratio = (of: (measured: Measured) => number): string => (of(one) / of(other)).toFixed(1)
  const each = theirs.map(({ seconds }, round) => (seconds / (ours[round]?.seconds ?? Number.NaN)).toFixed(1)).join(', ')
  const cells = [what, show(one), show(other), ratio(({ seconds }) => seconds), ratio(({ cpuSeconds }) => cpuSeconds), each]
  console.log(`| ${cells.join(' | ')} |`)
}

function leastOf(all: readonly Measured[]): Measured {
  const least = (of: (measured: Measured) => number): number => Math.min(...all.map(of))
  return {
    seconds: least(({ seconds }) => seconds),
    cpuSeconds: least(({ cpuSeconds }) => cpuSeconds),
    peakMegabytes: Math.max(...all.map(({ peakMegabytes }) => peakMegabytes)),
  }
}
