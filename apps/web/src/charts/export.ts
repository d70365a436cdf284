import type { ChartRun } from './chart-run.ts'
import type { Series } from './series.ts'

/** What a chart shows, one line per run and bucket. */
export function printCsv(series: readonly Series[], runs: readonly ChartRun[]): string {
  const names = new Map(runs.map(({ id, name }) => [id, name]))
  const lines = series.flatMap((one) => {
    const { runId, metric, from, to, count, first, min, max, mean, last, smoothed } = one
    const start = `${runId},${quote(names.get(runId) ?? '')},${quote(metric)}`
    const columns = [from, to, count, first, min, max, mean, last, smoothed]
    return Array.from(from, (_, at) => `${start},${columns.map((column) => column[at] ?? '').join(',')}`)
  })
  return ['run_id,run_name,metric,from,to,count,first,min,max,mean,last,smoothed', ...lines, ''].join('\n')
}

/** A cell that a spreadsheet takes for text, whatever it begins with. */
function quote(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}
