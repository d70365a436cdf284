import { createRecordReader, separatorOf, splitRecord } from '../../../files/table/read-records.ts'
import { parseJson } from '../../../json/read-json.ts'

/** How often things of one class were taken for another. */
export interface Matrix {
  /** Actual classes: rows. */
  readonly actual: readonly string[]
  /** Predicted classes: columns. */
  readonly predicted: readonly string[]
  readonly counts: readonly (readonly number[])[]
}

/** Classes that can still be looked at. */
const MOST_CLASSES = 200

/** What programs call the two sides, in small letters and without marks. */
const sides = {
  actual: new Set(['actual', 'true', 'truth', 'label', 'labels', 'target', 'ytrue', 'groundtruth', 'truelabel', 'actuallabel', 'expected']),
  predicted: new Set(['predicted', 'prediction', 'predictions', 'pred', 'preds', 'ypred', 'predictedlabel', 'output']),
  count: new Set(['count', 'n', 'value', 'npredictions', 'number', 'weight']),
  matrix: ['matrix', 'confusion_matrix', 'confusionMatrix', 'cm', 'counts', 'values', 'data'],
  labels: ['labels', 'classes', 'class_names', 'classNames', 'names', 'categories', 'display_labels'],
}

/**
 * Reads a confusion matrix as programs log them: rows of `actual` and `predicted` (DVC's template, tables of mlflow.log_table, with counts or
 * without), a square of numbers with or without labels, or counts by actual and then predicted class. Undefined where it is none of these.
 */
export function parseMatrix(text: string, path: string): Matrix | undefined {
  const matrix = /\.[ct]sv$/i.test(path) ? matrixOfTable(rowsOf(text, path)) : matrixOfJson(parseJson(text))
  if (matrix === undefined || matrix.counts.length === 0) return undefined
  return matrix.actual.length > MOST_CLASSES || matrix.predicted.length > MOST_CLASSES ? undefined : matrix
}

function rowsOf(text: string, path: string): string[][] {
  const reader = createRecordReader()
  const records = [...reader.push(text), ...reader.end()]
  const separator = separatorOf(path, records)
  return records.map((record) => splitRecord(record, separator))
}

function matrixOfJson(value: unknown): Matrix | undefined {
  if (Array.isArray(value)) return value.every(isRecord) ? matrixOfRecords(value) : matrixOfNumbers(value)
  if (!isRecord(value)) return undefined
  const split = matrixOfSplit(value)
  if (split !== undefined) return split
  const named = sides.matrix.map((name) => value[name]).find((found) => Array.isArray(found))
  const labels = sides.labels.map((name) => value[name]).find((found): found is unknown[] => Array.isArray(found))
  if (named !== undefined) {
    const found = matrixOfJson(named)
    return found === undefined || labels === undefined ? found : relabelled(found, labels.map(String))
  }
  // DVC and others put the rows under a name of their own.
  const rows = Object.values(value).find((entry) => Array.isArray(entry) && entry.length > 0 && entry.every(isRecord))
  return rows === undefined ? matrixOfNested(value) : matrixOfJson(rows)
}

/** What pandas calls `split`: columns, rows of cells, and perhaps an index. */
function matrixOfSplit({ columns, data, index }: Record<string, unknown>): Matrix | undefined {
  if (!Array.isArray(columns) || !Array.isArray(data) || !data.every((row) => Array.isArray(row))) return undefined
  const rows = data.map((row) => row.map(String))
  const names = columns.map(String)
  const hasSides = matrixOfPairs(names, rows)
  if (hasSides !== undefined) return hasSides
  const own = Array.isArray(index) ? index.map(String) : undefined
  return own === undefined
    ? matrixOfTable([names, ...rows])
    : matrixOfTable([['', ...names], ...rows.map((row, at) => [own[at] ?? '', ...row])])
}

function matrixOfRecords(records: readonly Record<string, unknown>[]): Matrix | undefined {
  const names = Object.keys(records[0] ?? {})
  return matrixOfPairs(
    names,
    records.map((record) => names.map((name) => printValue(record[name]))),
  )
}

/** Rows that each name an actual and a predicted class, and perhaps how often. */
function matrixOfPairs(names: readonly string[], rows: readonly (readonly string[])[]): Matrix | undefined {
  const find = (side: ReadonlySet<string>) => names.findIndex((name) => side.has(name.toLowerCase().replace(/[^a-z]/g, '')))
  const [actual, predicted, count] = [find(sides.actual), find(sides.predicted), find(sides.count)]
  if (actual < 0 || predicted < 0) return undefined
  const counted = new Map<string, Map<string, number>>()
  const classes = new Set<string>()
  for (const row of rows) {
    const from = row[actual] ?? ''
    const to = row[predicted] ?? ''
    const line = counted.get(from) ?? new Map<string, number>()
    line.set(to, (line.get(to) ?? 0) + (count < 0 ? 1 : Number(row[count])))
    counted.set(from, line)
    classes.add(from).add(to)
  }
  const order = [...classes].toSorted(new Intl.Collator('en', { numeric: true }).compare)
  return { actual: order, predicted: order, counts: order.map((from) => order.map((to) => counted.get(from)?.get(to) ?? 0)) }
}

function matrixOfNumbers(rows: readonly unknown[]): Matrix | undefined {
  const isSquare = rows.every((row) => Array.isArray(row) && row.length === rows.length && row.every((cell) => typeof cell === 'number'))
  if (!isSquare) return undefined
  const labels = rows.map((_, at) => String(at))
  return { actual: labels, predicted: labels, counts: rows as number[][] }
}

/** `{"cat": {"cat": 5, "dog": 1}, …}`: by actual class, then by predicted. */
function matrixOfNested(value: Record<string, unknown>): Matrix | undefined {
  const lines = Object.values(value)
  if (lines.length === 0 || !lines.every((line) => isRecord(line) && Object.values(line).every((count) => typeof count === 'number')))
    return undefined
  const predicted = [...new Set(lines.flatMap((line) => Object.keys(line as object)))]
  return {
    actual: Object.keys(value),
    predicted,
    counts: (lines as Record<string, number>[]).map((line) => predicted.map((name) => line[name] ?? 0)),
  }
}

/** A table of text: pairs, or a square of numbers with labels above, beside, on both sides or none. */
function matrixOfTable(rows: readonly (readonly string[])[]): Matrix | undefined {
  const [head = [], ...rest] = rows.filter((row) => row.some((cell) => cell !== ''))
  const pairs = matrixOfPairs(head, rest)
  if (pairs !== undefined) return pairs
  for (const [hasHead, hasSide] of [
    [false, false],
    [true, true],
    [true, false],
    [false, true],
  ] as const) {
    const lines = hasHead ? rest : [head, ...rest]
    const cells = lines.map((row) => (hasSide ? row.slice(1) : row))
    if (cells.length < 2 || !cells.every((row) => row.length === cells.length && row.every(isNumber))) continue
    const above = hasHead ? head.slice(-cells.length) : undefined
    const beside = hasSide ? lines.map((row) => row[0] ?? '') : undefined
    const numbers = cells.map((_, at) => String(at))
    return { actual: beside ?? above ?? numbers, predicted: above ?? beside ?? numbers, counts: cells.map((row) => row.map(Number)) }
  }
  return undefined
}

function relabelled(matrix: Matrix, labels: readonly string[]): Matrix {
  const fit = (own: readonly string[]) => (labels.length === own.length ? labels : own)
  return { ...matrix, actual: fit(matrix.actual), predicted: fit(matrix.predicted) }
}

/** Cells of a table are words and numbers; what else stands there is no class. */
function printValue(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isNumber(text: string): boolean {
  return text.trim() !== '' && !Number.isNaN(Number(text))
}
