import { posix } from 'node:path'
import { isMapping, isSequence, str, type Mapping, type Scalar, type Value } from '../../python/index.ts'
import { PlotProblem } from './plot-problem.ts'
import { fieldsOf } from './plot-sources.ts'

const INDEX = 'step'
const INFERRED_X = 'dvc_inferred_x_value'
const INFERRED_Y = 'dvc_inferred_y_value'

export type DataPoint = Map<Scalar, Value>

/** The points of a plot in one revision, and what is said of it with what was inferred. */
export interface DataPoints {
  readonly points: readonly DataPoint[]
  readonly props: Mapping
}

/** What a plot is made of in one revision. */
export interface PlotInput {
  readonly id: string
  readonly props: Mapping
  /** By file, as the definition names it. */
  readonly data: ReadonlyMap<string, Value>
  readonly revision: string
}

/**
 * The points of a plot: for each field of `y` a point for each of its records, with `x`, revision, file and field.
 *
 * @throws PlotProblem for a field that is not there, and for an `x` that does not fit
 */
export function toDataPoints({ id, props: given, data, revision }: PlotInput): DataPoints {
  const records = new Map([...data].map(([file, content]) => [file, recordsOf(content)]))
  const props = inferAxes(id, given, data)
  const [xs, ys] = [fieldsOf(props.get('x')), fieldsOf(props.get('y'))]
  for (const [file, field] of [...xs, ...ys]) assertField(records, file, field)
  const isSeveralX = xs.length > 1 && new Set(xs.map(([, field]) => field)).size > 1
  if (xs.length > 1 && xs.length !== ys.length) {
    const counts = `${xs.length} x and ${ys.length} y data sources.`
    throw new PlotProblem('DvcException', `Cannot have different number of x and y data sources. Found ${counts}`)
  }
  const fields = new Set(ys.map(([, field]) => field))
  const shorten = toShortener([...new Set(ys.map(([file]) => file))])
  const update = new Map<Scalar, Value>([
    ['x', isSeveralX ? INFERRED_X : (xs[0]?.[1] ?? INDEX)],
    ['y', fields.size > 1 ? INFERRED_Y : ([...fields][0] ?? null)],
    [
      'anchors_y_definitions',
      ys.map(
        ([file, field]) =>
          new Map([
            ['filename', shorten(file)],
            ['field', field],
          ]),
      ),
    ],
  ])
  const points = ys.flatMap(([file, field], index) => {
    const own = (records.get(file) ?? []).map((record): DataPoint => new Map(record))
    if (fields.size > 1) copyField(own, { from: own, source: field, field: INFERRED_Y })
    const x = xs.length > 1 ? xs[index] : xs[0]
    if (x === undefined) for (const [step, point] of own.entries()) point.set(INDEX, BigInt(step))
    else joinX(own, { x, y: [file, field], records: records.get(x[0]) ?? [], field: isSeveralX ? INFERRED_X : x[1] })
    for (const point of own) point.set('rev', revision).set('filename', shorten(file)).set('field', field)
    return own
  })
  return points.length === 0 ? { points, props: new Map() } : { points, props: new Map([...props, ...update]) }
}

function inferAxes(id: string, props: Mapping, data: ReadonlyMap<string, Value>): Mapping {
  const inferred = new Map<Scalar, Value>(props)
  const [x, y] = [props.get('x'), props.get('y')]
  if (typeof x === 'string') {
    const files = isMapping(y) ? [...y] : [[id, null] as const]
    inferred.set('x', new Map(files.map(([file, fields]) => [file, isSequence(fields) ? fields.map(() => x) : x])))
  }
  if (y === undefined || y === null) inferred.set('y', inferY(id, data))
  else if (!isMapping(y)) inferred.set('y', new Map([[id, y]]))
  inferred.set('y_label', labelOf('y', inferred))
  inferred.set('x_label', labelOf('x', inferred))
  return inferred
}

/** The last field of the first records. */
function inferY(id: string, data: ReadonlyMap<string, Value>): Value {
  const content = data.get(id)
  for (const list of content === undefined ? [] : listsOf(content)) {
    const first = list[0]
    if (first !== undefined && list.every(isMapping) && isMapping(first)) return new Map([[id, [...first.keys()].at(-1) ?? null]])
  }
  return null
}

function labelOf(axis: 'x' | 'y', props: Mapping): Value {
  const given = props.get(`${axis}_label`)
  if (given !== undefined && given !== null) return given
  const value = props.get(axis)
  if (axis === 'x' && !isMapping(value)) return INDEX
  if (typeof value === 'string') return value
  if (isSequence(value)) return axis
  if (!isMapping(value)) return null
  const fields = new Set(fieldsOf(value).map(([, field]) => field))
  return fields.size === 1 ? ([...fields][0] ?? axis) : axis
}

/** The lists in a document at any depth of mappings. */
function* listsOf(content: Value): Generator<readonly Value[]> {
  if (isSequence(content)) yield content
  else if (isMapping(content)) for (const value of content.values()) if (isMapping(value) || isSequence(value)) yield* listsOf(value)
}

/** Lists of records that all have the same fields, side by side. */
function recordsOf(content: Value): Mapping[] {
  const result: Map<Scalar, Value>[] = []
  for (const list of listsOf(content)) {
    const records = list.filter(isMapping)
    const names = new Set(records.flatMap((record) => [...record.keys()]))
    if (records.length !== list.length || records[0] === undefined || records[0].size !== names.size) continue
    for (const [index, record] of records.entries()) {
      result[index] ??= new Map()
      for (const [key, value] of record) result[index].set(key, value)
    }
  }
  return result
}

function assertField(records: ReadonlyMap<string, readonly Mapping[]>, file: string, field: string): void {
  const first = records.get(file)?.[0]
  if (records.has(file) && first !== undefined && !first.has(field)) {
    const found = [...first.keys()].map(str).join(', ')
    throw new PlotProblem('FieldNotFoundError', `Could not find provided field ('${field}') in data fields ('${found}').`)
  }
}

interface Join {
  readonly x: readonly [file: string, field: string]
  readonly y: readonly [file: string, field: string]
  readonly records: readonly Mapping[]
  readonly field: string
}

function joinX(points: readonly DataPoint[], { x, y, records, field }: Join): void {
  if (points.length !== records.length) {
    const sources = `'${x[1]}' from '${x[0]}' and '${y[1]}' from '${y[0]}'`
    throw new PlotProblem('DvcException', `Cannot join ${sources}. They have to have same length.`)
  }
  copyField(points, { from: records, source: x[1], field })
}

function copyField(
  points: readonly DataPoint[],
  { from, source, field }: { readonly from: readonly Mapping[]; readonly source: string; readonly field: string },
): void {
  for (const [index, point] of points.entries()) {
    const value = from[index]?.get(source)
    if (value !== undefined) point.set(field, value)
  }
}

/** Names of several files without the folder that they have in common. */
function toShortener(files: readonly string[]): (file: string) => string {
  if (files.length < 2) return (file) => file
  const parts = files.map((file) => posix.normalize(file).split('/'))
  let common = 0
  while (parts.every((own) => own[common] !== undefined && own[common] === parts[0]?.[common])) common++
  const prefix = (parts[0] ?? []).slice(0, common).join('/')
  return (file) => file.slice(prefix.length).replace(/^[/\\]+|[/\\]+$/g, '')
}
