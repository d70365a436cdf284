/** Numbers of rows in the order of their cells: as numbers where all are, else as text. Empty cells come last. */
export function orderRows(count: number, cellOf: (row: number) => string | null | undefined, isDescending: boolean): Uint32Array {
  const cells = Array.from({ length: count }, (_, row) => cellOf(row) ?? '')
  const numbers = Float64Array.from(cells, (cell) => (cell.trim() === '' ? Number.NaN : Number(cell)))
  const isNumeric = cells.every((cell, row) => cell.trim() === '' || !Number.isNaN(numbers[row] ?? Number.NaN) || /^[+-]?nan$/i.test(cell))
  const texts = new Intl.Collator('en', { numeric: true })
  const sign = isDescending ? -1 : 1
  const isEmpty = (row: number): boolean => (isNumeric ? Number.isNaN(numbers[row] ?? Number.NaN) : cells[row] === '')
  const compare = (a: number, b: number): number => {
    if (isEmpty(a) || isEmpty(b)) return Number(isEmpty(a)) - Number(isEmpty(b)) || a - b
    const difference = isNumeric ? (numbers[a] ?? 0) - (numbers[b] ?? 0) : texts.compare(cells[a] ?? '', cells[b] ?? '')
    return difference * sign || a - b
  }
  return Uint32Array.from({ length: count }, (_, row) => row).sort(compare)
}
