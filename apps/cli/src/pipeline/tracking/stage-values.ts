import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { flatten, isMapping, readParameterFile, selectParameters, type Stage, str, type Value } from '@reprise/pipelines'

/** Where DVC looks for parameters that name no file. */
const DEFAULT_FILE = 'params.yaml'
/** What names of params and metrics may not have in MLflow. */
const odd = /[^/\p{L}\p{N}_.\- :]/gu

/** Where stages are, and how their files are called. */
export interface StagePlace {
  /** Of the project, absolute. */
  readonly root: string
}

/** Params of stages by DVC's keys, `other.yaml:key` where they are not in params.yaml. A file that can not be read has none. */
export function readStageParams(stages: readonly Stage[], { root }: StagePlace): Map<string, string> {
  const params = new Map<string, string>()
  for (const { at, keys } of stages.flatMap((stage) => stage.params)) {
    for (const [key, value] of readKeys(at.startsWith('/') ? at : join(root, at), keys)) {
      for (const [name, leaf] of leavesOf(key, value)) params.set(toName(at, name, at === DEFAULT_FILE), toText(leaf))
    }
  }
  return params
}

/** Numbers in the metrics files of stages; a key that several files have is told with its file. */
export function readStageMetrics(stages: readonly Stage[], { root }: StagePlace): Map<string, number> {
  const files = stages.flatMap(({ outs }) => outs.filter(({ kind }) => kind === 'metric').map(({ at }) => at))
  const found = files.flatMap((at) => [...readKeys(join(root, at), [])].map(([key, value]) => ({ at, leaves: leavesOf(key, value) })))
  const counts = new Map<string, Set<string>>()
  for (const { at, leaves } of found) for (const [name] of leaves) counts.set(name, (counts.get(name) ?? new Set()).add(at))
  const metrics = new Map<string, number>()
  for (const { at, leaves } of found) {
    for (const [name, leaf] of leaves) {
      const value = toNumber(leaf)
      if (value !== undefined) metrics.set(toName(at, name, counts.get(name)?.size === 1), value)
    }
  }
  return metrics
}

function readKeys(path: string, keys: readonly string[]): ReadonlyMap<string, Value> {
  try {
    if (!existsSync(path)) return new Map()
    return selectParameters(readParameterFile(readFileSync(path, 'utf8'), path), keys)
  } catch {
    // Whoever needs the file says what is wrong with it.
    return new Map()
  }
}

function leavesOf(key: string, value: Value): ReadonlyMap<string, Value> {
  return flatten(new Map([[key, value]]))
}

/** A key as MLflow takes it. Names that would be read as paths elsewhere are mended, too. */
function toName(file: string, key: string, isPlain: boolean): string {
  const name = isPlain ? key : `${file}:${key}`
  const plain = name.replaceAll(odd, '_').replace(/^[/.]+|\/+$/g, '_')
  return plain.replaceAll(/\/{2,}/g, '/').slice(0, 250)
}

function toText(value: Value): string {
  return (isMapping(value) ? '{}' : str(value)).slice(0, 6_000)
}

function toNumber(value: Value): number | undefined {
  if (typeof value === 'boolean') return Number(value)
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'number' ? value : undefined
}
