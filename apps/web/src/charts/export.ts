import type { ChartRun } from './line-chart.tsx'
import type { Series } from './series.ts'

/** What a chart shows, one line per run and bucket. */
export function printCsv(series: readonly Series[], runs: readonly ChartRun[]): string {
  const names = new Map(runs.map(({ id, name }) => [id, name]))
  const lines = series.flatMap((one) =>
    one.from.map((from, at) =>
      [
        one.runId,
        quote(names.get(one.runId) ?? ''),
        from,
        one.to[at],
        one.count[at],
        one.first[at],
        one.min[at],
        one.max[at],
        one.mean[at],
        one.last[at],
      ].join(','),
    ),
  )
  return ['run_id,run_name,from,to,count,first,min,max,mean,last', ...lines, ''].join('\n')
}

/** A cell that a spreadsheet takes for text, whatever it begins with. */
function quote(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

export function downloadText(name: string, content: string | Blob): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name.replace(/[\\/:*?"<>|]/g, '_')
  link.click()
  URL.revokeObjectURL(url)
}
