/** Where metrics of a command come from, as its run tells it in the tag `reprise.metrics_from`, so that a repeat takes them as well. */
export interface MetricsSources {
  /** The name of a procedure, whose `success` and `duration_seconds` are logged. */
  readonly procedure?: string | undefined
  readonly metricsFromStdout?: boolean | undefined
  readonly metricsFile?: readonly string[] | undefined
}

export const SOURCES_TAG = 'reprise.metrics_from'

/** Nothing where metrics are taken from nowhere. */
export function describeSources({ procedure, metricsFromStdout, metricsFile = [] }: MetricsSources): Record<string, string> {
  const isTaken = procedure !== undefined || metricsFromStdout === true || metricsFile.length > 0
  const sources = { ...(procedure === undefined ? {} : { procedure }), stdout: metricsFromStdout === true, files: metricsFile }
  return isTaken ? { [SOURCES_TAG]: JSON.stringify(sources) } : {}
}

/** The options of `reprise run` that a tag stands for; none where it is not ours. */
export function sourcesToWords(tag: string | undefined): string[] {
  const { procedure, stdout, files } = parse(tag)
  return [
    ...(typeof procedure === 'string' ? [`--procedure=${procedure}`] : []),
    ...(stdout === true ? ['--metrics-from-stdout'] : []),
    ...(Array.isArray(files) ? files.filter((file) => typeof file === 'string').map((file) => `--metrics-file=${file}`) : []),
  ]
}

function parse(tag: string | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(tag ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
