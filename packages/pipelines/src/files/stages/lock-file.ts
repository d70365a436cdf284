import { compareCodePoints, equals, isMapping, str, type Mapping, type Scalar, type Value } from '../../python/index.ts'
import { YamlDocument } from '../../yaml/index.ts'
import { lockedStageSchema, lockSchema } from '../schema/schemas.ts'
import { loadChecked } from '../schema/validate.ts'
import { compact, mapping, mappings, parseLocked, printLocked } from './entries.ts'

export type LockedEntry = ReturnType<typeof parseLocked>

/** What a stage was run with: an entry of `dvc.lock`, and of the run cache. */
export interface LockedStage {
  readonly cmd: Value
  readonly deps: readonly LockedEntry[]
  /** By file, by key. */
  readonly params: ReadonlyMap<string, ReadonlyMap<string, Value>>
  readonly outs: readonly LockedEntry[]
}

/** The stages of a `dvc.lock`, as they stand in it; an empty text has none. */
export function parseLockFile(source: string, file: string): Map<string, LockedStage> {
  if (source.trim() === '') return new Map()
  const stages = mapping(loadChecked(source, file, lockSchema), 'stages') ?? new Map<Scalar, Value>()
  return new Map([...stages].flatMap(([name, raw]) => (isMapping(raw) ? [[str(name), toLockedStage(raw)] as const] : [])))
}

/** Reads an entry of the run cache. */
export function parseLockedStage(source: string, file: string): LockedStage {
  return toLockedStage(loadChecked(source, file, lockedStageSchema))
}

function toLockedStage(raw: Mapping): LockedStage {
  const params = mapping(raw, 'params') ?? new Map<Scalar, Value>()
  return {
    cmd: raw.get('cmd') ?? '',
    deps: mappings(raw, 'deps').map(parseLocked),
    params: new Map([...params].map(([file, values]) => [str(file), byName(values)])),
    outs: mappings(raw, 'outs').map(parseLocked),
  }
}

function byName(values: Value): Map<string, Value> {
  return new Map(isMapping(values) ? [...values].map(([key, value]) => [str(key), value]) : [])
}

/** The entry as it is written: deps and outs sorted by path, `params.yaml` before other files, keys of parameters sorted. */
export function toLockDocument(stage: LockedStage): Mapping {
  const entries = (list: readonly LockedEntry[]): Value | undefined =>
    list.length === 0 ? undefined : list.toSorted((left, right) => compareCodePoints(left.path, right.path)).map(printLocked)
  return compact([
    ['cmd', stage.cmd],
    ['deps', entries(stage.deps)],
    ['params', stage.params.size === 0 ? undefined : toParams(stage.params)],
    ['outs', entries(stage.outs)],
  ])
}

function toParams(params: LockedStage['params']): Value {
  const rank = (file: string): number => (file === 'params.yaml' ? 0 : 1)
  const files = [...params.keys()].toSorted((left, right) => rank(left) - rank(right) || compareCodePoints(left, right))
  return new Map(
    files.map((file) => {
      const values = params.get(file) ?? new Map<string, Value>()
      const sorted = [...values].toSorted(([left], [right]) => compareCodePoints(left, right))
      return [file, new Map<Scalar, Value>(sorted)] as [Scalar, Value]
    }),
  )
}

/** Writes stages into a `dvc.lock`: existing ones are replaced in place, new ones go to the end, all others stay. */
export function putLockedStages(source: string, stages: ReadonlyMap<string, LockedStage>, file: string): string {
  const document = new YamlDocument(source, file)
  if (document.value.size === 0) document.set(['schema'], '2.0')
  if (!isMapping(document.value.get('stages'))) document.set(['stages'], new Map())
  for (const [name, stage] of stages) document.set(['stages', name], toLockDocument(stage))
  return document.toString()
}

/** Removes a stage; undefined means that none is left and the file goes, too. */
export function removeLockedStage(source: string, name: string, file: string): string | undefined {
  const document = new YamlDocument(source, file)
  if (!document.delete(['stages', name])) return source
  const stages = document.value.get('stages')
  return isMapping(stages) && stages.size > 0 ? document.toString() : undefined
}

/** Whether writing a stage would change its entry. */
export function isLockedAs(stage: LockedStage, locked: LockedStage | undefined): boolean {
  return locked !== undefined && equals(toLockDocument(stage), toLockDocument(locked))
}
