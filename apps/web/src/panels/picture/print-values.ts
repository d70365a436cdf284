import type { RunValues } from '../run-values/run-values.ts'

/** One line per run, with what it has in each field as it was logged. */
export function printValues({ runs, columns }: RunValues): string {
  const head = ['run_id', 'run_name', ...columns.map(({ field }) => field.id)]
  return printRows([head, ...runs.map(({ id, name }, at) => [id, name, ...columns.map(({ cells }) => cells[at] ?? '')])])
}

export function printRows(rows: readonly (readonly (string | number)[])[]): string {
  return `${rows.map((row) => row.map(printCell).join(',')).join('\n')}\n`
}

/** Text that a spreadsheet would take for a formula is marked as text. */
function printCell(cell: string | number): string {
  if (typeof cell === 'number') return String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) && !Number.isFinite(Number(cell)) ? `'${cell}` : cell
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
