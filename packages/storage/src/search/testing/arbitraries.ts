import { type Comparator, type FilterField, type FilterNode, type OrderBy, runStatus, type RunStatus } from '@reprise/protocol'
import fc from 'fast-check'
import type { ModelRun } from './model.ts'

const keys = ['a', 'b', 'train/loss', 'mlflow.x']
const long = 'x'.repeat(100)
/** Few, so that runs tie; some alike but for case, for their tail or for what UTF-16 orders differently. */
const texts = ['', 'a', 'A', 'ab', 'b%', 'b_', 'é', '\u{1f600}', '\uff5e', `${long}1`, `${long}2`, long, '[a]', '*']
const patterns = ['', '%', 'a%', '%b', '_', '%\u{1f600}%', 'A_', `${long}%`, '%1', '[a]', 'b_', '%%', '*', '\\%']
const numbers = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1, 2.5, -3, 1e308, 5e-324]
const times = [0, 1, 1_700_000_000_000, 1_700_000_000_001]

const text = fc.constantFrom(...texts)
const number = fc.constantFrom(...numbers)
const time = fc.constantFrom(...times)
const aggregates = fc.record({ last: number, first: number, min: number, max: number })
const statusNames = Object.keys(runStatus.values) as RunStatus[]

/** Runs of three experiments; ids are given by place, so that they are unique. */
export function modelRuns(experimentIds: readonly number[]): fc.Arbitrary<ModelRun[]> {
  const run = fc.record({
    experimentId: fc.constantFrom(...experimentIds),
    name: text,
    userId: text,
    status: fc.constantFrom(...statusNames),
    startTime: time,
    endTime: fc.option(time, { nil: undefined }),
    deleted: fc.boolean(),
    params: mapOf(text),
    tags: mapOf(text),
    metrics: mapOf(aggregates),
    datasets: fc.uniqueArray(fc.record({ name: text, digest: fc.constantFrom('1', '2'), context: fc.option(text, { nil: undefined }) }), {
      maxLength: 2,
      selector: ({ name, digest }) => `${name} ${digest}`,
    }),
  })
  return fc.array(fc.tuple(run, fc.integer({ min: 0, max: 0xffff })), { maxLength: 40 }).map((drawn) =>
    drawn.map(([values, random], index) => ({
      ...values,
      uuid: random.toString(16).padStart(4, '0') + index.toString(16).padStart(28, '0'),
    })),
  )
}

function mapOf<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<ReadonlyMap<string, Value>> {
  return fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 3 }).map((record) => new Map(Object.entries(record)))
}

const key = fc.constantFrom(...keys, 'never logged')
const metricField = fc.record({
  entity: fc.constant('metric' as const),
  key,
  aggregate: fc.constantFrom('last' as const, 'last', 'last', 'min', 'max', 'first'),
})
const loggedField = fc.record({ entity: fc.constantFrom('param' as const, 'tag'), key })
const textAttribute = attribute('run_id', 'run_name', 'status', 'user_id', 'artifact_uri')
const timeAttribute = attribute('start_time', 'end_time')
const durationAttribute = attribute('duration')
const datasetField = fc.record({ entity: fc.constant('dataset' as const), key: fc.constantFrom('name', 'digest', 'context') })

function attribute(...names: readonly [string, ...string[]]) {
  return fc.record({ entity: fc.constant('attribute' as const), key: fc.constantFrom(...names) })
}

const position = { offset: 0, length: 0 }
const textField: fc.Arbitrary<FilterField> = fc.oneof({ weight: 3, arbitrary: loggedField }, textAttribute, datasetField)
const textValue = fc.oneof(text, fc.constantFrom(...statusNames))
const timeValue = fc.oneof(time, fc.constantFrom(0.5, -1.5, 2n ** 62n, -(2n ** 62n)))
const durationValue = fc.constantFrom(0, 0.001, -0.001, 1_700_000_000, 1_700_000_000.001, Infinity, -Infinity)
const metricValue = fc.constantFrom(...numbers.filter((each) => !Number.isNaN(each)))
const magnitudes: fc.Arbitrary<Comparator> = fc.constantFrom('=', '!=', '>', '>=', '<', '<=')

function clauseOf(
  field: fc.Arbitrary<FilterField>,
  comparator: fc.Arbitrary<Comparator>,
  value: fc.Arbitrary<string | number | bigint>,
): fc.Arbitrary<FilterNode> {
  return fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('comparison' as const), field, comparator, value, position: fc.constant(position) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('in' as const),
        field,
        negated: fc.boolean(),
        values: fc.oneof(
          { weight: 9, arbitrary: fc.array(value, { minLength: 1, maxLength: 4 }) },
          fc.array(value, { minLength: 11, maxLength: 15 }),
        ),
        position: fc.constant(position),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('null' as const), field, negated: fc.boolean(), position: fc.constant(position) }),
    },
  )
}

const clause = fc.oneof(
  clauseOf(textField, fc.constantFrom('=', '!='), textValue),
  clauseOf(textField, fc.constantFrom('LIKE', 'ILIKE'), fc.constantFrom(...patterns)),
  clauseOf(metricField, magnitudes, metricValue),
  clauseOf(timeAttribute, magnitudes, timeValue),
  clauseOf(durationAttribute, magnitudes, durationValue),
)

const everything: FilterNode = { kind: 'and', operands: [], position }

/** Filters of all kinds; most are short, so that they find something. */
export const filters: fc.Arbitrary<FilterNode> = fc.letrec<{ node: FilterNode; many: FilterNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3 },
    { weight: 5, arbitrary: clause },
    {
      weight: 2,
      arbitrary: fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map((operands): FilterNode => ({ kind: 'and', operands, position })),
    },
    {
      weight: 2,
      arbitrary: fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map((operands): FilterNode => ({ kind: 'or', operands, position })),
    },
    { weight: 1, arbitrary: tie('node').map((operand): FilterNode => ({ kind: 'not', operand, position })) },
  ),
  many: fc.oneof({ weight: 1, arbitrary: fc.constant(everything) }, { weight: 5, arbitrary: tie('node') }),
})).many

const orderField: fc.Arbitrary<FilterField> = fc.oneof(
  metricField,
  metricField,
  loggedField,
  loggedField,
  textAttribute,
  timeAttribute,
  durationAttribute,
)

/** Orders of up to three columns. */
export const orders: fc.Arbitrary<OrderBy[]> = fc.uniqueArray(
  fc.record({ field: orderField, direction: fc.constantFrom('asc' as const, 'desc') }),
  { maxLength: 3, selector: ({ field }) => `${field.entity} ${field.aggregate ?? ''} ${field.key}` },
)

/** As a request writes an order. */
export function printOrder(orderBy: readonly OrderBy[]): string[] {
  return orderBy.map(({ field: { entity, key: name, aggregate }, direction }) => {
    const field = entity === 'attribute' ? name : `${entity}s.\`${name}\``
    return `${aggregate === undefined || aggregate === 'last' ? field : `${aggregate}(${field})`} ${direction}`
  })
}
