/** One column of a table. */
export interface Column<Row> {
  readonly title: string
  readonly value: (row: Row) => string
  /** Numbers stand to the right. */
  readonly align?: 'right'
  /** Columns of the highest number give way first when the terminal is narrow; 0 (the default) never does. */
  readonly giveWay?: number
}

const GAP = '  '
const NARROWEST = 6

/** A table no wider than `width` cells: first the columns that give way are cut, then dropped, never wrapped. */
export function printTable<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width: number): string {
  const cells = rows.map((row) => columns.map((column) => oneLine(column.value(row))))
  const widths = columns.map((column, index) => Math.max(cellWidth(column.title), ...cells.map((row) => cellWidth(row[index] ?? ''))))
  const fitted = fitWidths(widths, columns, width)
  const shown = columns.map((_, index) => index).filter((index) => (fitted[index] ?? 0) > 0)
  const lines = [columns.map((column) => column.title), ...cells].map((row) =>
    shown
      .map((index) => pad(row[index] ?? '', fitted[index] ?? 0, columns[index]?.align))
      .join(GAP)
      .trimEnd(),
  )
  return `${lines.join('\n')}\n`
}

/** Cells of a terminal a text takes: wide East Asian characters and emoji take two. */
export function cellWidth(text: string): number {
  let width = 0
  for (const { segment } of new Intl.Segmenter().segment(text)) width += isWide.test(segment) ? 2 : 1
  return width
}

const isWide = /\p{Extended_Pictographic}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u
// eslint-disable-next-line no-control-regex -- values come from anyone: none may steer the terminal
const controls = /[\u0000-\u001f\u007f-\u009f]+/g

function oneLine(text: string): string {
  return text.replace(controls, ' ')
}

function fitWidths<Row>(widths: readonly number[], columns: readonly Column<Row>[], available: number): number[] {
  const fitted = [...widths]
  const total = (): number => fitted.filter((width) => width > 0).reduce((sum, width) => sum + width + GAP.length, -GAP.length)
  const giving = columns.map((column, index) => ({ index, rank: column.giveWay ?? 0 })).filter(({ rank }) => rank > 0)
  giving.sort((a, b) => b.rank - a.rank)
  for (const { index } of giving) {
    const excess = total() - available
    if (excess > 0) fitted[index] = Math.max(Math.min(NARROWEST, fitted[index] ?? 0), (fitted[index] ?? 0) - excess)
  }
  for (const { index } of giving) if (total() > available) fitted[index] = 0
  return fitted
}

function pad(text: string, width: number, align: 'right' | undefined): string {
  const cut = cellWidth(text) <= width ? text : cutTo(text, width)
  const space = ' '.repeat(Math.max(0, width - cellWidth(cut)))
  return align === 'right' ? space + cut : cut + space
}

function cutTo(text: string, width: number): string {
  let cut = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (cellWidth(cut + segment) > width - 1) break
    cut += segment
  }
  return `${cut}…`
}
