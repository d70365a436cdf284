import { RepriseError } from '@reprise/protocol/errors'
import { compareCodePoints, isMapping, isSequence, str, typeName, type Mapping, type Scalar, type Value } from '../../python/index.ts'
import { compact, list, optional, text, type Annotations } from './entries.ts'

export type OutKind = 'out' | 'metric' | 'plot'

/** An output as a stage declares it. */
export interface OutDefinition {
  readonly path: string
  readonly kind: OutKind
  readonly cache: boolean
  readonly persist: boolean
  readonly push: boolean
  readonly remote?: string
  /** `x`, `y`, `template` and the like of a plot, or a list of such. */
  readonly plot?: Value
  readonly annotations: Annotations
}

/** Parameters that a stage depends on; no keys mean the whole file. */
export interface ParamsDefinition {
  readonly file: string
  readonly keys: readonly string[]
}

/** A stage of a `dvc.yaml`, templates resolved. */
export interface StageDefinition {
  readonly cmd: Value
  readonly wdir?: string
  readonly deps: readonly string[]
  readonly params: readonly ParamsDefinition[]
  readonly outs: readonly OutDefinition[]
  readonly frozen: boolean
  readonly alwaysChanged: boolean
  readonly desc?: string
  readonly meta?: Value
}

/** Reads a stage that was checked and whose templates were resolved. */
export function parseStage(raw: Mapping): StageDefinition {
  return {
    cmd: raw.get('cmd') ?? '',
    ...optional('wdir', text(raw, 'wdir')),
    deps: (list(raw, 'deps') ?? []).filter((dep) => typeof dep === 'string'),
    params: parseParamsDefinition(list(raw, 'params') ?? []),
    outs: [...parseOuts(raw, 'outs', 'out'), ...parseOuts(raw, 'metrics', 'metric'), ...parseOuts(raw, 'plots', 'plot')],
    frozen: raw.get('frozen') === true,
    alwaysChanged: raw.get('always_changed') === true,
    ...optional('desc', text(raw, 'desc')),
    ...optional('meta', raw.get('meta')),
  }
}

function parseOuts(raw: Mapping, key: string, kind: OutKind): OutDefinition[] {
  return (list(raw, key) ?? []).flatMap((item) => {
    if (typeof item === 'string') return [parseOutDefinition(item, new Map(), kind)]
    return isMapping(item) ? [...item].map(([path, flags]) => parseOutDefinition(str(path), flags, kind)) : []
  })
}

const annotationNames = ['desc', 'type', 'labels', 'meta'] as const
const flagNames = new Set<Scalar>([...annotationNames, 'cache', 'persist', 'push', 'remote', 'checkpoint'])

function parseOutDefinition(path: string, flags: Value, kind: OutKind): OutDefinition {
  if (isSequence(flags)) return { path, kind, cache: true, persist: false, push: true, plot: flags, annotations: {} }
  const raw = isMapping(flags) ? flags : new Map<Scalar, Value>()
  const plot = new Map([...raw].filter(([key]) => !flagNames.has(key)))
  return {
    path,
    kind,
    cache: raw.get('cache') !== false,
    persist: raw.get('persist') === true,
    push: raw.get('push') !== false,
    ...optional('remote', text(raw, 'remote')),
    ...optional('plot', kind === 'plot' && plot.size > 0 ? plot : undefined),
    annotations: Object.fromEntries(annotationNames.filter((key) => raw.has(key)).map((key) => [key, raw.get(key)])),
  }
}

/**
 * Puts the entries of `params` together by file; a file named without keys is tracked as a whole, whatever else is named of it.
 *
 * @throws RepriseError INVALID_PARAMETER_VALUE where the keys of a file are no list
 */
export function parseParamsDefinition(items: readonly Value[], defaultFile = 'params.yaml'): ParamsDefinition[] {
  const named = items.flatMap((item) => (isMapping(item) ? [...item].map(([file, keys]) => [str(file), keys] as const) : []))
  const whole = new Set(named.filter(([, keys]) => keys === null || (isSequence(keys) && keys.length === 0)).map(([file]) => file))
  const byFile = new Map<string, string[]>()
  const add = (file: string, keys: readonly string[]): void => {
    byFile.set(file, whole.has(file) ? [] : [...(byFile.get(file) ?? []), ...keys])
  }
  for (const item of items) {
    if (typeof item === 'string' && !whole.has(defaultFile)) add(defaultFile, [item])
    if (isMapping(item)) for (const [file, keys] of item) add(str(file), paramKeys(str(file), keys, whole))
  }
  return [...byFile].map(([file, keys]) => ({ file, keys }))
}

function paramKeys(file: string, keys: Value, whole: ReadonlySet<string>): string[] {
  if (whole.has(file)) return []
  if (isSequence(keys)) return keys.filter((key) => typeof key === 'string')
  throw new RepriseError('INVALID_PARAMETER_VALUE', `Expected list of params for custom params file '${file}', got '${typeName(keys)}'.`)
}

/** The stage as `stage add` writes it: keys in DVC's order, deps, outs and parameters sorted. */
export function toStageDocument(stage: StageDefinition): Mapping {
  const outs = stage.outs.toSorted((left, right) => compareCodePoints(left.path, right.path))
  const section = (kind: OutKind): Value | undefined => nonEmpty(outs.filter((out) => out.kind === kind).map(toOutDocument))
  const wdir = stage.wdir === '.' || stage.wdir === '' ? undefined : stage.wdir
  return compact([
    ['desc', stage.desc || undefined],
    ['cmd', stage.cmd],
    ['wdir', wdir],
    ['deps', nonEmpty(stage.deps.toSorted(compareCodePoints))],
    ['params', nonEmpty(toParamsDocument(stage.params))],
    ['outs', section('out')],
    ['metrics', section('metric')],
    ['plots', section('plot')],
    ['frozen', stage.frozen ? true : undefined],
    ['always_changed', stage.alwaysChanged ? true : undefined],
    ['meta', stage.meta === null || (isMapping(stage.meta) && stage.meta.size === 0) ? undefined : stage.meta],
  ])
}

function toOutDocument(out: OutDefinition): Value {
  const flags = compact([
    ...annotationNames.map((key) => [key, out.annotations[key]] as const),
    ['cache', out.cache ? undefined : false],
    ['persist', out.persist ? true : undefined],
    ...(isMapping(out.plot) ? [...out.plot].map(([key, value]) => [str(key), value] as const) : []),
    ['remote', out.remote],
    ['push', out.push ? undefined : false],
  ])
  return flags.size === 0 ? out.path : new Map([[out.path, flags]])
}

/** Keys of the default file first, then the other files; a whole file has no keys. */
function toParamsDocument(params: readonly ParamsDefinition[]): Value[] {
  let result: Value[] = []
  for (const { file, keys } of params.toSorted((left, right) => compareCodePoints(left.file, right.file))) {
    const sorted = keys.toSorted(compareCodePoints)
    if (sorted.length > 0 && file === 'params.yaml') result = [...sorted, ...result]
    else result.push(new Map([[file, sorted.length === 0 ? null : sorted]]))
  }
  return result
}

function nonEmpty(items: readonly Value[]): Value | undefined {
  return items.length === 0 ? undefined : items
}
