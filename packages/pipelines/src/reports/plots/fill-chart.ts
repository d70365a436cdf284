import { isMapping, isSequence, str, type Mapping, type Scalar, type Value } from '../../python/index.ts'
import type { DataPoint } from './data-points.ts'
import { PlotProblem } from './plot-problem.ts'
import { anchorOf, FilledTemplate } from './template.ts'

/** A chart before it is drawn. */
export interface Chart {
  readonly points: readonly DataPoint[]
  readonly props: Mapping
  /** The revisions that have points. */
  readonly revisions: readonly string[]
  readonly template: Mapping
}

export interface FilledChart {
  readonly content: Mapping
  /** What stands for the anchors that were left in the content. */
  readonly anchors: Mapping
}

const SEPARATOR = '::'
const keptApart = [
  'color',
  'data',
  'plot_height',
  'plot_width',
  'shape',
  'stroke_dash',
  'title',
  'tooltip',
  'x_label',
  'y_label',
  'zoom_and_pan',
]
const optionalAnchors = [
  'color',
  'column',
  'group_by_x',
  'group_by_y',
  'group_by',
  'pivot_field',
  'plot_height',
  'plot_width',
  'row',
  'shape',
  'stroke_dash',
  'tooltip',
  'zoom_and_pan',
]
const size = 300n
const dashes: readonly Value[] = [
  [1n, 0n],
  [8n, 8n],
  [8n, 4n],
  [4n, 4n],
  [4n, 2n],
  [2n, 1n],
  [1n, 1n],
]
export const colors: readonly string[] = ['#945dd6', '#13adc7', '#f46837', '#48bb78', '#4299e1', '#ed8936', '#f56565']
const ranges: Readonly<Record<string, readonly Value[]>> = {
  stroke_dash: dashes,
  color: colors,
  shape: ['circle', 'square', 'triangle', 'diamond'],
}

/**
 * The chart of Vega-Lite with its points.
 *
 * @param options `isSplit`: what differs from chart to chart of the same template is kept apart
 * @throws PlotProblem for a template without a place for data, and for a field that no point has
 */
export function fillChart(chart: Chart, options: { readonly isSplit: boolean }): FilledChart {
  const { points, props, template } = chart
  const filled = new FilledTemplate(template)
  if (points.length === 0) return { content: new Map(), anchors: new Map() }
  const [x, y] = [props.get('x') ?? null, props.get('y') ?? null]
  for (const field of [x, y]) assertField(points, field)
  const apart = new Map<Scalar, Value>()
  const open = new Set(optionalAnchors.filter((name) => filled.has(name)))
  const put = (name: string, value: Value): void => {
    if (!open.delete(name)) return
    if (options.isSplit && keptApart.includes(name)) apart.set(anchorOf(name), value)
    else filled.fill(name, value)
  }
  const hadOptional = open.size > 0
  put('color', toScale('rev', 'color', chart.revisions))
  put(
    'zoom_and_pan',
    new Map<Scalar, Value>([
      ['name', 'grid'],
      ['select', 'interval'],
      ['bind', 'scales'],
    ]),
  )
  put('plot_height', size)
  put('plot_width', size)
  const varied = hadOptional ? fillVariations({ put, x, y }, definitionsOf(props)) : undefined
  if (varied !== undefined && varied.length === 0) for (const name of open) filled.fill(name, new Map())
  const data = varied === undefined ? [...points] : points.map((point) => withoutParts(point, varied))
  const names: [string, Value][] = [
    ['title', props.get('title') ?? ''],
    ['x', x],
    ['y', y],
    ['x_label', props.get('x_label') ?? x],
    ['y_label', props.get('y_label') ?? y],
    ['data', data],
  ]
  for (const [name, value] of names) {
    if (value === null) continue
    if (options.isSplit && keptApart.includes(name)) {
      apart.set(anchorOf(name), value)
      continue
    }
    if (name === 'data' && !filled.has(name)) throw new PlotProblem('BadTemplateError', `Template is not using '${anchorOf(name)}' anchor`)
    filled.fill(name, name === 'x' || name === 'y' ? escape(str(value)) : value)
  }
  return { content: filled.content, anchors: apart }
}

interface Filling {
  readonly put: (name: string, value: Value) => void
  readonly x: Value
  readonly y: Value
}

interface Definition {
  readonly filename: string
  readonly field: string
}

/** Fills what tells lines from each other: revisions, and where there are several sources, files and fields. Answers what varies. */
function fillVariations({ put, x, y }: Filling, definitions: readonly Definition[]): string[] {
  const isSingle = definitions.length <= 1
  const varied = isSingle ? [] : (['filename', 'field'] as const).filter((key) => new Set(definitions.map((one) => one[key])).size > 1)
  const joined = varied.join(SEPARATOR)
  const group = isSingle ? ['rev'] : ['rev', joined]
  put('group_by', group)
  put('group_by_x', [...group, x])
  put('group_by_y', [...group, y])
  put('pivot_field', ['rev', ...varied].map((key) => `datum.${key}`).join(` + '${SEPARATOR}' + `))
  if (!isSingle) {
    put(
      'row',
      new Map<Scalar, Value>([
        ['field', joined],
        ['sort', []],
      ]),
    )
    put(
      'column',
      new Map<Scalar, Value>([
        ['field', joined],
        ['sort', []],
      ]),
    )
  }
  put(
    'tooltip',
    ['rev', x, y, ...(isSingle ? [] : [joined])].map((field) => new Map([['field', field]])),
  )
  if (isSingle) return []
  const domain = new Set(definitions.map((one) => varied.map((key) => one[key]).join(SEPARATOR)))
  for (const name of ['stroke_dash', 'shape']) put(name, toScale(joined, name, [...domain].toSorted()))
  return varied
}

function definitionsOf(props: Mapping): Definition[] {
  const definitions = props.get('anchors_y_definitions')
  return (isSequence(definitions) ? definitions : []).filter(isMapping).map((one) => ({
    filename: str(one.get('filename') ?? ''),
    field: str(one.get('field') ?? ''),
  }))
}

function toScale(field: string, name: string, domain: readonly string[]): Value {
  const range = ranges[name] ?? []
  const scale = new Map<Scalar, Value>([
    ['domain', domain],
    ['range', domain.map((_, index) => range[index % range.length] ?? null)],
  ])
  const legend: [Scalar, Value][] =
    name === 'color'
      ? []
      : [
          [
            'legend',
            new Map([
              ['symbolFillColor', 'transparent'],
              ['symbolStrokeColor', 'grey'],
            ]),
          ],
        ]
  return new Map<Scalar, Value>([['field', field], ['scale', scale], ...legend])
}

/** File and field are left out of points where they do not vary, and put together where both do. */
function withoutParts(point: DataPoint, varied: readonly string[]): DataPoint {
  const kept = new Map(point)
  if (varied.length === 2) kept.set(varied.join(SEPARATOR), varied.map((key) => str(point.get(key) ?? '')).join(SEPARATOR))
  for (const key of ['filename', 'field']) if (varied.length === 2 || !varied.includes(key)) kept.delete(key)
  return kept
}

function assertField(points: readonly DataPoint[], field: Value): void {
  if (field === null || field === '') return
  if (!points.some((point) => point.has(str(field))))
    throw new PlotProblem('NoFieldInDataError', `Field '${str(field)}' does not exist in provided data.`)
}

function escape(field: string): string {
  return field.replaceAll(/[.[\]]/g, String.raw`\$&`)
}
