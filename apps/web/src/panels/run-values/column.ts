import { parseField, type Field } from './field.ts'

/** What one run has in a field. Params and tags are text, whatever stands in them. */
export type Cell = number | string | undefined

/** The values of one field over all runs, as an axis takes them. */
export interface Column {
  readonly field: Field
  readonly kind: 'number' | 'time' | 'category'
  /** Per run: the number, or which of the categories; NaN where there is none that can be placed. */
  readonly numbers: Float64Array
  /** Per run: as it was logged. */
  readonly cells: readonly Cell[]
  /** Of kind `category`: by name, numbers in it by size. Else empty. */
  readonly categories: readonly string[]
  /** Whether its numbers spread over so many sizes that a logarithm shows them better. */
  readonly isWide: boolean
  /** Runs without a value. */
  readonly missing: number
  /** Runs whose value is NaN or infinite. */
  readonly notFinite: number
}

/** From the least to the greatest: more than that is seen better on a logarithmic axis. Params are often chosen by doubling. */
const WIDE = { params: 20, others: 100 }

/** What people log in the place of a number where there is none. */
const nothing: ReadonlySet<string> = new Set(['', 'none', 'null', 'nan', 'undefined', 'n/a', 'na'])

const times: ReadonlySet<string> = new Set(['start_time', 'end_time'])

/** Numbers where all that runs have are numbers, categories where anything else is among them. */
export function columnOf(id: string, cells: readonly Cell[]): Column {
  const field: Field = parseField(id) ?? { id, entity: 'tags', key: id, part: 'last', title: id }
  const isNumeric = cells.some((cell) => isNumber(cell)) && cells.every((cell) => isNumber(cell) || isNothing(cell))
  if (!isNumeric) return categoriesOf(field, cells)
  const numbers = Float64Array.from(cells, (cell) => (isNothing(cell) ? Number.NaN : Number(cell)))
  let least = Infinity
  let most = -Infinity
  let placed = 0
  for (const [at, value] of numbers.entries()) {
    if (!Number.isFinite(value)) {
      numbers[at] = Number.NaN
      continue
    }
    placed++
    if (value < least) least = value
    if (value > most) most = value
  }
  const missing = cells.filter((cell) => cell === undefined).length
  const kind = field.entity === 'attributes' && times.has(field.key) ? 'time' : 'number'
  return {
    field,
    kind,
    numbers,
    cells,
    categories: [],
    isWide: kind === 'number' && least > 0 && most / least >= (field.entity === 'params' ? WIDE.params : WIDE.others),
    missing,
    notFinite: cells.length - missing - placed,
  }
}

function categoriesOf(field: Field, cells: readonly Cell[]): Column {
  const categories = [...new Set(cells.filter((cell) => cell !== undefined).map(String))].toSorted(byNumberThenName.compare)
  const places = new Map(categories.map((category, at) => [category, at]))
  const numbers = Float64Array.from(cells, (cell) => (cell === undefined ? Number.NaN : (places.get(String(cell)) ?? Number.NaN)))
  const missing = cells.filter((cell) => cell === undefined).length
  return { field, kind: 'category', numbers, cells, categories, isWide: false, missing, notFinite: 0 }
}

const byNumberThenName = new Intl.Collator('en', { numeric: true })

function isNumber(cell: Cell): boolean {
  if (typeof cell === 'number') return true
  return cell !== undefined && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$|^[+-]?inf(inity)?$/i.test(cell.trim())
}

function isNothing(cell: Cell): boolean {
  return cell === undefined || (typeof cell === 'string' && nothing.has(cell.trim().toLowerCase()))
}
