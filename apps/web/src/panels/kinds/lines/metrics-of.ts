/** Metrics of one chart: more could not be told apart. */
export const MOST_METRICS = 6

/** The metrics among the fields of a chart, without the word before their names. */
export function metricsOf(fields: readonly string[]): string[] {
  return fields.slice(0, MOST_METRICS).map((field) => field.replace(/^metrics\./, ''))
}
