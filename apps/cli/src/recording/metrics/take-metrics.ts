import type { Run } from '@reprise/sdk'
import type { RunRequest } from '../run-request.ts'
import type { ProcedureEnd } from './procedure-end.ts'
import type { MetricsSources } from './taken-metrics.ts'

/** Metrics that are taken from a command beside its own logging. Nothing here throws or rejects. */
export interface MetricsTaking {
  /** Sees standard output, where metrics are taken from it. */
  readonly onStdout: ((chunk: Uint8Array) => void) | undefined
  /** From now on points go to this run. */
  attach(run: Run): void
  /** Takes what there is when the command has ended. Answers what could not be taken. */
  finish(): Promise<readonly string[]>
  /** Of a procedure: logs how it ended. */
  end(run: Run, end: ProcedureEnd): void
}

/** Undefined where nothing is to be taken: then nothing is loaded. */
export async function takeMetrics(sources: MetricsSources, folder: string): Promise<MetricsTaking | undefined> {
  const { procedure, metricsFromStdout = false, metricsFile = [] } = sources
  if (procedure === undefined && !metricsFromStdout && metricsFile.length === 0) return undefined
  const [{ createMetricsIntake }, { watchMetricsFiles }, { logProcedureEnd }] = await Promise.all([
    import('./metrics-intake.ts'),
    import('./metrics-files.ts'),
    import('./procedure-end.ts'),
  ])
  const intake = createMetricsIntake({ isProcedure: procedure !== undefined })
  const files = await watchMetricsFiles(metricsFile, folder)
  const stdout = metricsFromStdout ? intake.lines('the output') : undefined
  return {
    onStdout: stdout === undefined ? undefined : (chunk) => stdout.add(chunk),
    attach: (run) => intake.attach(run),
    finish: async () => {
      stdout?.end()
      await files.readInto(intake)
      return intake.problems
    },
    end: (run, end) => {
      if (procedure !== undefined && !run.isEnded) logProcedureEnd(run, { ...end, hasFailed: intake.hasFailed })
    },
  }
}

/** A procedure gives the run its name, and is found by the param `procedure_name`. */
export function asProcedure<Request extends RunRequest & MetricsSources>(options: Request): Request {
  const { procedure, name = procedure, param = [] } = options
  if (procedure === undefined) return options
  const others = param.filter(({ key }) => key !== 'procedure_name')
  return { ...options, ...(name === undefined ? {} : { name }), param: [{ key: 'procedure_name', value: procedure }, ...others] }
}
