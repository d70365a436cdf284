/** What can be measured, and how it is printed. */
export const figures = {
  rate: { unit: '/s', digits: 0 },
  p50: { unit: 'ms p50', digits: 2 },
  p99: { unit: 'ms p99', digits: 2 },
  milliseconds: { unit: 'ms', digits: 0 },
  /** Of the server and all it has started, its database server not included. */
  cpu: { unit: 'ms CPU per request', digits: 3 },
  written: { unit: 'kB written per request', digits: 2 },
  writesPerCommit: { unit: 'writes per commit', digits: 1 },
  /** Rows that wait to be sealed when the load ends: work that was put off. */
  journalRows: { unit: 'journal rows left', digits: 0 },
  kilobytes: { unit: 'kB per answer', digits: 0 },
  throughput: { unit: 'MB/s', digits: 0 },
  perCpu: { unit: 'MB per CPU second', digits: 0 },
  cpuMilliseconds: { unit: 'ms CPU', digits: 0 },
  /** Of the processes that it has started and waited for. */
  childCpu: { unit: 'ms CPU of others', digits: 0 },
  /** What other work on the machine can only lengthen: the least of all rounds. */
  shortest: { unit: 'ms at least', digits: 0 },
  leastCpu: { unit: 'ms CPU at least', digits: 0 },
  modules: { unit: 'modules', digits: 0 },
  /** Proportional set size. */
  memory: { unit: 'MB', digits: 0 },
  growth: { unit: 'MB growth', digits: 0 },
  resident: { unit: 'MB resident', digits: 0 },
  bytes: { unit: 'bytes', digits: 1 },
  /** How often what goes on beside a load was done. */
  neighbourRate: { unit: '/s beside', digits: 1 },
  kept: { unit: '% kept', digits: 0 },
  /** From the navigation, or from what somebody did, to the frame that shows what they wanted. */
  ready: { unit: 'ms to see', digits: 0 },
  longTasks: { unit: 'long tasks', digits: 0 },
  longestTask: { unit: 'ms longest', digits: 0 },
  slowFrames: { unit: 'frames > 50 ms', digits: 0 },
  /** The same, of the frames that the compositor drew. */
  slowDraws: { unit: 'draws > 50 ms', digits: 0 },
  longestFrame: { unit: 'ms longest frame', digits: 0 },
  /** Of the frames while scrolling: no row stood where one looks. */
  emptyFrames: { unit: '% empty frames', digits: 1 },
  rows: { unit: 'rows seen', digits: 0 },
  received: { unit: 'kB received', digits: 0 },
  requests: { unit: 'requests', digits: 0 },
  fileKilobytes: { unit: 'kB file', digits: 0 },
  zippedKilobytes: { unit: 'kB zipped', digits: 0 },
  /** Of scripts, after a collection. */
  heap: { unit: 'MB heap', digits: 1 },
  elements: { unit: 'elements', digits: 0 },
  driverLate: { unit: 'ms driver late p99', digits: 2 },
  driverCores: { unit: 'cores driver', digits: 2 },
  serverCores: { unit: 'cores server', digits: 2 },
  otherCores: { unit: 'cores others', digits: 2 },
} as const satisfies Record<string, { readonly unit: string; readonly digits: number }>

export type FigureName = keyof typeof figures
export type Figures = Readonly<Partial<Record<FigureName, number>>>

export function printFigure(name: FigureName, value: number): string {
  const { unit, digits } = figures[name]
  const separator = unit.startsWith('/') ? '' : ' '
  return `${value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })}${separator}${unit}`
}
