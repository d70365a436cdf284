import { printFigure } from './figures.ts'
import { describeLimit, type Judgement, judge } from './judge.ts'
import type { Machine } from './machine.ts'
import type { Measurement, Report } from './report.ts'
import { type Target, targets } from './targets.ts'

/** Other work that does not disturb. */
const QUIET_CORES = 0.1
const COLUMNS = ['workload', 'target', 'Reprise', 'compared with', 'reached', 'MLflow', 'command', 'suspected cause'] as const

/** What several programs measured, as docs/benchmarks.md shows it: the machine, and a table of targets. */
export function printMarkdown(reports: readonly Report[]): string {
  const measurements = reports.flatMap((report) => report.measurements)
  const rows = targets.map((target) => printRow(target, judge(target, measurements)))
  const [first] = reports
  const machine = first === undefined ? [] : [describeRun(first.machine, reports, measurements), '']
  return [...machine, row(COLUMNS), row(COLUMNS.map(() => '---')), ...rows, ''].join('\n')
}

function printRow(target: Target, judgement: Judgement | undefined): string {
  const { figure } = target.measured
  const command = `\`${target.command}\``
  const head = [target.title, describeLimit(target.limit, figure)]
  if (judgement === undefined) return row([...head, 'not measured', '', '', '', command, ''])
  const { measured, mlflow, isReached } = judgement
  return row([
    ...head,
    printFigure(figure, measured),
    compare(judgement),
    isReached ? 'yes' : '**no**',
    mlflow === undefined ? '' : `${printFigure(figure, mlflow)} (${times(measured, mlflow)})`,
    command,
    isReached ? '' : (target.suspicion ?? 'not looked into yet'),
  ])
}

/** The ratio of the same run: to the floor that the target names, else to the target itself. */
function compare({ target, measured, threshold, compared }: Judgement): string {
  const { figure } = target.measured
  if (compared === undefined) return `${Math.round((measured / threshold) * 100)} % of the target`
  const ratio = target.limit.atLeast === undefined ? times(measured, compared) : `${Math.round((measured / compared) * 100)} %`
  return `${ratio} of ${printFigure(figure, compared)}`
}

function times(measured: number, other: number): string {
  const ratio = measured / other
  return `× ${ratio < 10 ? ratio.toPrecision(2) : Math.round(ratio).toLocaleString('en')}`
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function describeRun(machine: Machine, reports: readonly Report[], measurements: readonly Measurement[]): string {
  const loads = reports.map((report) => report.machine.load[0])
  const others = measurements.flatMap(({ figures }) => figures.otherCores ?? []).toSorted((a, b) => a - b)
  const at = (share: number): string => (others[Math.floor((others.length - 1) * share)] ?? Number.NaN).toFixed(2)
  const isShared = Number(at(0.5)) > QUIET_CORES
  const date = machine.time.slice(0, 16).replace('T', ' ')
  return (
    `${date} UTC, Node.js ${machine.node.slice(1)}, ${machine.system}, ${machine.cores} × ${machine.cpu}, ${machine.memoryGigabytes} GB; ` +
    `load average ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)} when programs began; ` +
    `other work kept ${at(0.5)} cores busy in the median, ${at(0.9)} in the worst tenth.` +
    (isShared ? ' **Provisional**: the machine was shared, so ratios count for more than figures, and neither for much.' : '')
  )
}
