import { isMapping, str, type Mapping, type Scalar, type Value } from '../../python/index.ts'
import type { FileProblem } from '../file-problem.ts'
import { type DataPoint, toDataPoints } from './data-points.ts'
import type { Chart } from './fill-chart.ts'
import { PlotProblem } from './plot-problem.ts'
import { isImage, type PlotSource, sourcesOf } from './plot-sources.ts'
import type { PlotDefinitions } from './read-definitions.ts'

/** The plots of a revision, and the files that they draw on. */
export interface RevisionPlots {
  readonly revision: string
  readonly definitions: PlotDefinitions
  /** By path as the user is told of it. */
  readonly sources: ReadonlyMap<string, PlotSource>
}

export interface PlotImage {
  readonly revision: string
  readonly file: string
  readonly bytes: Buffer
}

/** Why a plot lacks something. */
export interface PlotFailure extends FileProblem {
  readonly plot: string
  readonly revision: string
  /** Undefined where the definition, and not a file, is at fault. */
  readonly source?: string
}

/** One plot over all revisions. */
export type Plot = { readonly name: string; readonly failures: readonly PlotFailure[] } & (
  | { readonly kind: 'chart'; readonly chart: Chart }
  | { readonly kind: 'images'; readonly images: readonly PlotImage[] }
)

/** Puts plots of the same id of several revisions together. */
export function makePlots(revisions: readonly RevisionPlots[], findTemplate: (name: string) => Mapping): Plot[] {
  const groups = new Map<string, { readonly plots: RevisionPlots; readonly id: string; readonly definition: Mapping }[]>()
  for (const plots of revisions) {
    for (const [name, id, definition] of named(plots.definitions))
      groups.set(name, [...(groups.get(name) ?? []), { plots, id, definition }])
  }
  return [...groups].map(([name, group]) => {
    const props = new Map(group.toReversed().flatMap(({ definition }) => [...definition]))
    const failures = group.flatMap(({ plots, id, definition }) => failuresOf(name, plots, sourcesOf(id, definition)))
    const [first] = group
    if (first !== undefined && isImage(first.id)) {
      const images = group.flatMap(({ plots, id, definition }) => imagesOf(plots, sourcesOf(id, definition)))
      return { name: first.id, kind: 'images', failures, images }
    }
    return makeChart(name, { props, failures, group, findTemplate })
  })
}

interface Making {
  readonly props: Mapping
  readonly failures: readonly PlotFailure[]
  readonly group: readonly { readonly plots: RevisionPlots; readonly id: string; readonly definition: Mapping }[]
  readonly findTemplate: (name: string) => Mapping
}

function makeChart(name: string, { props, failures, group, findTemplate }: Making): Plot {
  const points: DataPoint[] = []
  const found: string[] = []
  const broken: PlotFailure[] = []
  let firstProps = new Map<Scalar, Value>()
  for (const { plots, id, definition } of group) {
    const data = dataOf(plots, sourcesOf(id, definition))
    try {
      const made = toDataPoints({ id, props, data, revision: plots.revision })
      if (made.points.length > 0 && !found.includes(plots.revision)) found.push(plots.revision)
      if (firstProps.size === 0) firstProps = new Map(made.props)
      points.push(...made.points)
    } catch (error) {
      if (!(error instanceof PlotProblem)) throw error
      broken.push({ plot: name, revision: plots.revision, type: error.type, msg: error.message })
    }
  }
  if (!firstProps.has('title')) firstProps.set('title', name)
  const template = findTemplate(str(firstProps.get('template') ?? 'linear'))
  return { name, kind: 'chart', failures: [...failures, ...broken], chart: { points, props: firstProps, revisions: found, template } }
}

/** An id that several files define is told with the file. */
function named(definitions: PlotDefinitions): [name: string, id: string, definition: Mapping][] {
  const files = new Map<string, [file: string, definition: Mapping][]>()
  for (const [file, plots] of definitions) for (const [id, own] of plots) files.set(id, [...(files.get(id) ?? []), [file, own]])
  return [...files].flatMap(([id, own]) =>
    own.map(([file, definition]): [string, string, Mapping] => [own.length === 1 || file === '' ? id : `${file}::${id}`, id, definition]),
  )
}

function dataOf({ sources }: RevisionPlots, names: readonly string[]): Map<string, Value> {
  const data = new Map<string, Value>()
  for (const name of names) {
    const source = sources.get(name)
    if (source?.kind === 'data' && !isEmpty(source.data)) data.set(name, source.data)
  }
  return data
}

function isEmpty(value: Value): boolean {
  return value === null || (isMapping(value) && value.size === 0) || (Array.isArray(value) && value.length === 0)
}

function imagesOf({ revision, sources }: RevisionPlots, names: readonly string[]): PlotImage[] {
  return names.flatMap((file) => {
    const source = sources.get(file)
    return source?.kind === 'image' ? [{ revision, file, bytes: source.bytes }] : []
  })
}

function failuresOf(plot: string, { revision, sources }: RevisionPlots, names: readonly string[]): PlotFailure[] {
  return names.flatMap((source) => {
    const found = sources.get(source)
    return found?.kind === 'problem' ? [{ plot, revision, source, ...found.problem }] : []
  })
}
