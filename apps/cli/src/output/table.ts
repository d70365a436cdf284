import { cellWidth, cutToWidth, toCellText } from './cell.ts'
import { fitWidths } from './fit-widths.ts'

/** One column of a table. */
export interface Column<Row> {
  readonly title: string
  readonly value: (row: Row) => string
  /** Numbers stand to the right. */
  readonly align?: 'right'
  /** Columns of the highest number give way first when the terminal is narrow; 0 (the default) never does. */
  readonly giveWay?: number
  /** Cells down to which a text may be cut before its column is left out. Without it a column is shown whole or not at all. */
  readonly narrowest?: number
}

export interface TableOptions {
  /** Cells of the terminal. */
  readonly width: number
  /** How the line of titles looks. */
  readonly styleTitles?: (line: string) => string
}

export interface Table {
  /** Ends in a newline. */
  readonly text: string
  /** Titles of the columns for which there was no room. */
  readonly leftOut: readonly string[]
}

const GAP = '  '

/** A table no wider than the terminal: texts that give way are cut, then columns left out; nothing is wrapped. */
export function printTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  { width, styleTitles = String }: TableOptions,
): Table {
  const titles = columns.map(({ title }) => toCellText(title))
  const cells = rows.map((row) => columns.map((column) => toCellText(column.value(row))))
  const natural = columns.map((_, index) => Math.max(0, ...[titles, ...cells].map((row) => cellWidth(row[index] ?? ''))))
  const fitted = fitWidths(natural, columns, { available: width, gap: GAP.length })
  const shown = fitted.flatMap((cell, index) => (cell === undefined ? [] : [{ index, cell }]))
  const printLine = (row: readonly string[]): string =>
    shown
      .map(({ index, cell }) => pad(row[index] ?? '', cell, columns[index]?.align))
      .join(GAP)
      .trimEnd()
  const head = titles.every((title) => title === '') ? [] : [styleTitles(printLine(titles))]
  return {
    text: [...head, ...cells.map(printLine)].map((line) => `${line}\n`).join(''),
    leftOut: titles.filter((_, index) => fitted[index] === undefined),
  }
}

function pad(text: string, width: number, align: 'right' | undefined): string {
  const cut = cutToWidth(text, width)
  const space = ' '.repeat(Math.max(0, width - cellWidth(cut)))
  return align === 'right' ? space + cut : cut + space
}
