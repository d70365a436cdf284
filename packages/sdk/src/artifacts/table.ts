/** Rows as objects, or columns by name. */
export type Table = readonly Readonly<Record<string, unknown>>[] | Readonly<Record<string, readonly unknown[]>>

/** MLflow's form of a table: names of columns, and rows in that order. What a row lacks is null. */
export interface TableDocument {
  readonly columns: readonly string[]
  readonly data: readonly (readonly unknown[])[]
}

export function toTableDocument(table: Table): TableDocument {
  return isRows(table) ? fromRows(table) : fromColumns(table)
}

function isRows(table: Table): table is readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(table)
}

function fromRows(rows: readonly Readonly<Record<string, unknown>>[]): TableDocument {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return { columns, data: rows.map((row) => columns.map((column) => row[column] ?? null)) }
}

function fromColumns(table: Readonly<Record<string, readonly unknown[]>>): TableDocument {
  const columns = Object.keys(table)
  const length = Math.max(0, ...columns.map((column) => table[column]?.length ?? 0))
  return { columns, data: Array.from({ length }, (_, row) => columns.map((column) => table[column]?.[row] ?? null)) }
}
