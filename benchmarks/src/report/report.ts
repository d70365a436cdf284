import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { medianOf } from '../load/measured.ts'
import type { SubjectName } from '../servers/subjects.ts'
import { type FigureName, type Figures, figures, printFigure } from './figures.ts'
import { describeMachine, type Machine } from './machine.ts'

/** What one workload measured of one subject. */
export interface Measurement {
  readonly workload: string
  readonly subject: SubjectName | 'machine'
  /** Of several rounds, the median of each. */
  readonly figures: Figures
  readonly rounds: number
}

/** What one program measured, as `--json` writes it. */
export interface Report {
  readonly program: string
  readonly machine: Machine
  readonly seconds: number
  readonly measurements: readonly Measurement[]
}

/** Takes what was measured in one or more rounds, and prints the medians. */
export type Recorder = (workload: string, subject: Measurement['subject'], rounds: readonly Figures[]) => void

/**
 * Runs a program that measures, and writes its report to the file `json` when there is one. What was measured before a failure is
 * written too. A signal, or the end of the process that waits for the report, ends this one, and its servers with it.
 */
export async function runProgram(program: string, json: string | undefined, measure: (record: Recorder) => Promise<void>): Promise<void> {
  endWhenTold()
  const started = performance.now()
  const loadBefore = describeMachine().load
  const measurements: Measurement[] = []
  try {
    await measure((workload, subject, rounds) => {
      const measurement = { workload, subject, figures: toMedians(rounds), rounds: rounds.length }
      measurements.push(measurement)
      process.stdout.write(`${printMeasurement(measurement)}\n`)
    })
  } finally {
    const seconds = (performance.now() - started) / 1_000
    const report: Report = { program, machine: { ...describeMachine(), load: loadBefore }, seconds, measurements }
    if (json !== undefined) writeJson(json, report)
  }
}

export function writeJson(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(value, undefined, 1)}\n`)
}

function endWhenTold(): void {
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
  process.once('disconnect', () => process.exit(1))
  process.channel?.unref()
}

function toMedians(rounds: readonly Figures[]): Figures {
  const names = Object.keys(figures) as FigureName[]
  return Object.fromEntries(
    names.flatMap((name) => {
      const values = rounds.flatMap((round) => round[name] ?? [])
      return values.length === 0 ? [] : [[name, medianOf(values)]]
    }),
  )
}

function printMeasurement({ workload, subject, figures: measured }: Measurement): string {
  const printed = (Object.entries(measured) as [FigureName, number][]).map(([name, value]) => printFigure(name, value))
  return `${workload.padEnd(46)} ${subject.padEnd(14)} ${printed.join('  ')}`
}
