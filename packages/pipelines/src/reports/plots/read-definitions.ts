import { posix } from 'node:path'
import { isMapping, isSequence, str, type Mapping, type Scalar, type Value } from '../../python/index.ts'
import type { RevisionFiles } from '../project/revision-files.ts'

/** The plots that files define, by file (`''` for outputs of stages and targets), by id. */
export type PlotDefinitions = Map<string, Map<string, Mapping>>

export interface DefinitionOptions {
  /** Ids of plots, or how they begin; files. None: all plots. */
  readonly targets: readonly string[]
  /** What holds above what is defined. */
  readonly props: Mapping
  /** A path from the root as the user is told of it: ids of plots are such paths. */
  readonly show: (path: string) => string
  readonly locate: (path: string) => string
}

const plotProps = new Set<Scalar>(['template', 'x', 'y', 'x_label', 'y_label', 'title', 'header'])

/** The plots of a revision: those of `dvc.yaml` files, those of stages, then targets that are files. */
export function readDefinitions(files: RevisionFiles, options: DefinitionOptions): PlotDefinitions {
  const { targets, props, show, locate } = options
  const result: PlotDefinitions = new Map()
  const put = (file: string, id: string, definition: Mapping): void => {
    const plots = result.get(file) ?? new Map<string, Mapping>()
    result.set(file, plots.set(id, new Map([...(plots.get(id) ?? []), ...definition])))
  }
  for (const { path, templates } of files.pipelines) {
    const definitions = readSection(templates.resolveSection('plots'))
    if (definitions.size === 0) continue
    if (!result.has(show(path))) result.set(show(path), new Map())
    readFile(files, { path, definitions }, options, (id, definition) => put(show(path), id, definition))
  }
  for (const { file, outs } of files.stages) {
    for (const { at, kind, plot } of outs) {
      if (kind !== 'plot' || !matches(targets, show(file), show(at))) continue
      const own = isMapping(plot) ? new Map([...plot].filter(([key]) => plotProps.has(key))) : new Map<Scalar, Value>()
      for (const one of files.expand(at)) put('', show(one), new Map([...own, ...props]))
    }
  }
  for (const target of targets) {
    const path = locate(target)
    if (result.size > 0 && files.kind(path) === 'nothing') continue
    for (const one of files.expand(path)) put('', show(one), new Map(props))
  }
  return result
}

function readFile(
  files: RevisionFiles,
  { path, definitions }: { readonly path: string; readonly definitions: ReadonlyMap<string, Mapping> },
  { targets, props, show }: DefinitionOptions,
  put: (id: string, definition: Mapping) => void,
): void {
  const folder = posix.dirname(path)
  const whole = (name: string): string => posix.normalize(posix.join(folder, name))
  const places = [...definitions.keys()].map(whole)
  for (const [id, own] of definitions) {
    if (!matches(targets, show(path), id)) continue
    if (isMapping(own.get('y'))) put(id, new Map([...adjustAxes(own, (name) => show(whole(name))), ...props]))
    else {
      for (const one of files.expand(whole(id))) {
        const isNearest = nearest(one, places) === whole(id) || files.kind(whole(id)) !== 'folder'
        if (isNearest) put(show(one), new Map([...own, ...props]))
      }
    }
  }
}

/** `plots:` is a list of paths, and of ids with what is said of them. */
function readSection(section: Value): Map<string, Mapping> {
  const definitions = new Map<string, Mapping>()
  for (const item of isSequence(section) ? section : [section]) {
    if (typeof item === 'string') definitions.set(item, new Map())
    else if (isMapping(item)) for (const [id, own] of item) definitions.set(str(id), isMapping(own) ? own : new Map())
  }
  return definitions
}

function adjustAxes(own: Mapping, adjust: (name: string) => string): Mapping {
  const adjusted = (axis: Value): Value =>
    isMapping(axis) ? new Map([...axis].map(([file, fields]) => [adjust(str(file)), fields])) : axis
  return new Map([...own].map(([key, value]) => [key, key === 'x' || key === 'y' ? adjusted(value) : value]))
}

function nearest(path: string, places: readonly string[]): string {
  const above = places.filter((place) => path === place || place === '.' || path.startsWith(`${place}/`))
  return above.toSorted((left, right) => right.length - left.length)[0] ?? ''
}

/** Whether a target is how an id begins, as a regular expression; without targets everything is meant. */
function matches(targets: readonly string[], file: string, id: string): boolean {
  return targets.length === 0 || targets.some((target) => [id, `${file}::${id}`].some((name) => beginsWith(name, target)))
}

function beginsWith(name: string, target: string): boolean {
  try {
    return new RegExp(`^(?:${target})`).test(name)
  } catch {
    return name.startsWith(target)
  }
}
