import fc from 'fast-check'
import { RepriseError } from '../../errors.ts'
import type { FilterNode, OrderBy } from '../ast.ts'
import type { FieldTable } from '../fields/field-table.ts'
import { experimentFields } from '../fields/experiment-fields.ts'
import { loggedModelFields } from '../fields/logged-model-fields.ts'
import { runFields } from '../fields/run-fields.ts'
import { parseOrderBy } from '../order-by.ts'
import { parseFilter } from '../parse-filter.ts'
import { printField, printFilter } from '../print-filter.ts'
import { anyField, anyTree } from './any-filter.ts'
import { formatPlainly } from './format-plainly.ts'

/** For tests: the properties of the filter language, checked with generated input. Not part of the package's entry. */
export const filterProperties = {
  'every tree prints as a text that parses to the same tree': treesSurvivePrinting,
  'every order prints as texts that parse to the same order': ordersSurvivePrinting,
  'any text is parsed or refused as a bad parameter': anyTextIsAnswered,
  'any mixture of the words of the language is parsed or refused, and what is parsed survives printing': anyMixtureIsAnswered,
} satisfies Record<string, (options: PropertyOptions) => void>

export interface PropertyOptions {
  /** How many inputs to try. */
  readonly runs?: number
  /** Repeats a failure that was reported with this seed. */
  readonly seed?: number
}

const defaultRuns = 1_000
const tables = [runFields, experimentFields, loggedModelFields]
/** A message repeats pieces of a filter but never much of it. */
const longestMessage = 5_000

function treesSurvivePrinting(options: PropertyOptions): void {
  const printed = fc.constantFrom(...tables).chain((table) => fc.record({ table: fc.constant(table), tree: anyTree(table) }))
  const property = fc.property(printed, ({ table, tree }) => survivesPrinting(tree, table))
  fc.assert(property, toParameters(options))
}

function ordersSurvivePrinting(options: PropertyOptions): void {
  const order = fc.record({
    field: anyField(runFields, ({ orderable }) => orderable).map(({ field }) => field),
    direction: fc.constantFrom('asc', 'desc'),
  })
  const orders = fc.uniqueArray(order, { maxLength: 5, selector: ({ field }) => printField(field) })
  const survives = (columns: OrderBy[]) => {
    const items = columns.map(({ field, direction }) => `${printField(field)} ${direction.toUpperCase()}`)
    assertSame(parseOrderBy(items, runFields), columns, items.join(', '))
  }
  fc.assert(fc.property(orders, survives), toParameters(options))
}

function anyTextIsAnswered(options: PropertyOptions): void {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string({ maxLength: 200 }))
  fc.assert(fc.property(text, isAnswered), toParameters(options))
}

const words = [
  ['metrics.m', 'params.`a b`', 'tags."x"', 'status', 'start_time', 'dataset.name', 'name', '`Run name`', 'min(metrics.m)', 'foo.x', 'E'],
  ['=', '!=', '<', '>=', '==', 'LIKE', 'ilike', 'IN', 'NOT', 'IS', 'NULL', 'AND', 'OR', 'and', 'BETWEEN', '(', ')', ',', ';', '.', '-'],
  ["'a'", '"b"', "E'\\''", "'", '"', '`', '\\', '1', '-2.5e-3', '1e999', '9223372036854775807', "('a', 'b')", '(1, 2)', '()'],
].flat()

/** Larger pieces, of which many mixtures are filters. */
const fragments = ["tags.p = 'x'", 'tags.q IS NULL', 'tag.`r s` NOT IN (\'a\', "b")', 'AND', 'and', 'OR', 'NOT', 'NOT (', '(', ')', ') OR']

function anyMixtureIsAnswered(options: PropertyOptions): void {
  const word = fc.tuple(fc.constantFrom(...words), fc.constantFrom(' ', ' ', '', '\n'))
  const mixture = fc.array(word, { maxLength: 30 }).map((parts) => parts.flat().join(''))
  const clauses = fc.array(fc.constantFrom(...fragments), { maxLength: 12 }).map((parts) => parts.join(' '))
  fc.assert(fc.property(fc.oneof(mixture, clauses), isAnswered), toParameters(options))
}

function isAnswered(text: string): void {
  for (const table of tables) {
    answer(() => parseOrderBy([text], table))
    const tree = answer(() => parseFilter(text, table))
    if (tree !== undefined) survivesPrinting(tree, table)
  }
}

function answer<Result>(parse: () => Result): Result | undefined {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof RepriseError) || error.code !== 'INVALID_PARAMETER_VALUE') throw error
    if (error.message.length > longestMessage) throw new Error(`a message of ${error.message.length} characters`, { cause: error })
    if (!error.message.isWellFormed()) throw new Error('a message that is no Unicode text', { cause: error })
    return undefined
  }
}

function survivesPrinting(tree: FilterNode, table: FieldTable): void {
  const text = printFilter(tree)
  assertSame(parseFilter(text, table), tree, text)
}

function assertSame(found: unknown, wanted: unknown, text: string): void {
  if (formatPlainly(found) !== formatPlainly(wanted)) {
    throw new Error(`${text}\n  is read as ${formatPlainly(found)}\n  not as     ${formatPlainly(wanted)}`)
  }
}

function toParameters({ runs = defaultRuns, seed }: PropertyOptions) {
  return { numRuns: runs, ...(seed === undefined ? {} : { seed }) }
}
