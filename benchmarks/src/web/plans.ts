/** What is looked at: how much of it there is. */
export interface Sizes {
  /** Runs of the table; half of its columns are params, half metrics. */
  readonly runs: number
  readonly columns: number
  /** Metrics of the wide run, and points of each. */
  readonly keys: number
  readonly pointsPerKey: number
  /** Points of the long series. What MLflow's is given is written into its database: its server would take hours. */
  readonly long: number
  readonly longOfMlflow: number
  /** Runs whose curves are drawn in one chart, and points of each. */
  readonly curves: number
  readonly pointsPerCurve: number
  /** How often somebody goes from the table to a run and back. */
  readonly visits: number
}

export const whole: Sizes = {
  runs: 10_000,
  columns: 60,
  keys: 22_000,
  pointsPerKey: 5,
  long: 10_000_000,
  longOfMlflow: 1_000_000,
  curves: 100,
  pointsPerCurve: 100_000,
  visits: 50,
}

export const small: Sizes = {
  runs: 3_000,
  columns: 60,
  keys: 5_000,
  pointsPerKey: 5,
  long: 1_000_000,
  longOfMlflow: 100_000,
  curves: 100,
  pointsPerCurve: 2_000,
  visits: 10,
}

export const dataNames = ['table', 'wide', 'long', 'many'] as const
export type DataName = (typeof dataNames)[number]

/** A run with everything that is logged of it. */
export interface PlannedRun {
  readonly name: string
  readonly params: Readonly<Record<string, string>>
  /** Names of metrics, each with as many points. */
  readonly metrics: readonly string[]
  readonly points: number
}

export const START = 1_700_000_000_000

/** Columns of the table as a filter writes them. */
export function columnsOf({ columns }: Sizes): { readonly params: readonly string[]; readonly metrics: readonly string[] } {
  const names = (kind: string) => Array.from({ length: columns / 2 }, (_, index) => `${kind}_${String(index).padStart(2, '0')}`)
  return { params: names('param'), metrics: names('metric') }
}

/** The runs of some data. Those of MLflow may have fewer points. */
export function planRuns(data: DataName, sizes: Sizes, isMlflow: boolean): PlannedRun[] {
  const { params, metrics } = columnsOf(sizes)
  const many = (count: number, plan: (index: number) => Omit<PlannedRun, 'name'>) =>
    Array.from({ length: count }, (_, index) => ({ name: `run-${String(index).padStart(5, '0')}`, ...plan(index) }))
  const plans = {
    table: () =>
      many(sizes.runs, (run) => ({
        params: Object.fromEntries(params.map((name, index) => [name, String((run * 7 + index) % 97)])),
        metrics,
        points: 1,
      })),
    wide: () => many(1, () => ({ params: {}, metrics: wideKeys(sizes), points: sizes.pointsPerKey })),
    long: () => many(1, () => ({ params: {}, metrics: ['loss'], points: isMlflow ? sizes.longOfMlflow : sizes.long })),
    many: () => many(sizes.curves, (seed) => ({ params: { seed: String(seed) }, metrics: ['loss'], points: sizes.pointsPerCurve })),
  } satisfies Record<DataName, () => PlannedRun[]>
  return plans[data]()
}

function wideKeys({ keys }: Sizes): string[] {
  return Array.from({ length: keys }, (_, index) => `layer${String(index % 100).padStart(2, '0')}/m${String(index).padStart(5, '0')}`)
}

/** The name that a search over charts looks for, and what of it is typed. */
export function soughtKey(sizes: Sizes): { readonly key: string; readonly typed: string } {
  const key = wideKeys(sizes).at(-7) ?? ''
  return { key, typed: key.slice(key.indexOf('/') + 1) }
}

/** A noisy fall with a spike here and there. */
export function valueAt(run: number, step: number): number {
  const noise = Math.imul(step + 1, 0x9e3779b1) >>> 16
  return Math.exp(-step / 50_000) + noise / 500_000 + (run % 10) / 20 + (step % 99_991 === 4_321 ? 3 : 0)
}
