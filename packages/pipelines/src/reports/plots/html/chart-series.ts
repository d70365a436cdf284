import { str, type Value } from '../../../python/index.ts'
import type { Chart } from '../fill-chart.ts'

/** Points that belong together: of one revision, file and field. */
export interface Series {
  readonly name: string
  readonly revision: number
  readonly points: readonly { readonly x: Value; readonly y: Value }[]
}

/** The points of a chart by line, in the order in which they come. */
export function toSeries({ points, props, revisions }: Chart): Series[] {
  const [x, y] = [str(props.get('x') ?? ''), str(props.get('y') ?? '')]
  const sources = new Set(points.map((point) => sourceOf(point.get('filename'), point.get('field'))))
  const series = new Map<string, { revision: number; points: { x: Value; y: Value }[] }>()
  for (const point of points) {
    const revision = str(point.get('rev') ?? '')
    const name = sources.size > 1 ? `${revision} ${sourceOf(point.get('filename'), point.get('field'))}` : revision
    const known = series.get(name) ?? { revision: Math.max(0, revisions.indexOf(revision)), points: [] }
    series.set(name, known)
    known.points.push({ x: point.get(x) ?? null, y: point.get(y) ?? null })
  }
  return [...series].map(([name, rest]) => ({ name, ...rest }))
}

function sourceOf(file: Value | undefined, field: Value | undefined): string {
  return `${str(file ?? '')}::${str(field ?? '')}`
}

/** A number, or a text that is one. */
export function toNumber(value: Value): number | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return Number.isFinite(Number(value)) ? Number(value) : undefined
  if (typeof value !== 'string' || value.trim() === '') return undefined
  const number = Number(value)
  return Number.isFinite(number) ? number : undefined
}
