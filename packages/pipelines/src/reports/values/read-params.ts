import { parseParamsDefinition } from '../../files/index.ts'
import { isMapping, isSequence, str, type Mapping, type Scalar, type Value } from '../../python/index.ts'
import type { RevisionFiles } from '../project/revision-files.ts'
import { sectionPaths } from './read-metrics.ts'
import { type FileResult, type FileResults, readValues } from './read-values.ts'

const DEFAULT_FILE = 'params.yaml'

export interface ParamsChoice {
  /** Files and folders, by paths from the root; none: all that are known. */
  readonly targets: readonly string[]
  /** Only what stages depend on. */
  readonly dependenciesOnly?: boolean | undefined
}

/** The parameters of a revision. */
export function readParams(files: RevisionFiles, { targets, dependenciesOnly = false }: ParamsChoice): FileResults {
  const keysOf = new Map<string, readonly string[]>()
  for (const { file, keys } of parseParamsDefinition(chooseFiles(files, targets, dependenciesOnly)))
    for (const path of files.expand(file)) keysOf.set(path, keys)
  const results = new Map(readValues(files, keysOf.keys(), (value, path) => selectKeys(value, keysOf.get(path) ?? [])))
  if (targets.length === 0) for (const [path, result] of readVars(files)) if (!results.has(path)) results.set(path, result)
  return results
}

function chooseFiles(files: RevisionFiles, targets: readonly string[], dependenciesOnly: boolean): Mapping[] {
  const whole = (path: string): Mapping => new Map([[path, []]])
  if (targets.length > 0) return targets.map(whole)
  const used = files.stages.flatMap(({ params }) => params.map(({ at, keys }): Mapping => new Map([[at, keys]])))
  if (dependenciesOnly) return used
  return [...used, ...sectionPaths(files, 'params').map(whole), ...(files.kind(DEFAULT_FILE) === 'nothing' ? [] : [whole(DEFAULT_FILE)])]
}

/** What templates took from files. */
function readVars({ stages, pipelines }: RevisionFiles): Map<string, FileResult> {
  const byFile = new Map<string, Map<Scalar, Value>>()
  for (const { file, name } of stages) {
    const templates = pipelines.find(({ path }) => path === file)?.templates
    if (name === undefined || templates === undefined) continue
    for (const [path, values] of templates.resolve(name).tracked) {
      const known = byFile.get(path) ?? new Map<Scalar, Value>()
      byFile.set(path, known)
      for (const [key, value] of values) known.set(key, value)
    }
  }
  return new Map([...byFile].map(([path, data]) => [path, { data }]))
}

/** The part of a value that is at some dotted keys; the whole of it without keys. */
function selectKeys(value: Value, keys: readonly string[]): Value {
  if (keys.length === 0) return value
  let selected: Value = new Map()
  for (const key of keys) selected = merge(selected, selectPart(value, key.split('.')) ?? new Map())
  return selected
}

function selectPart(value: Value, [part, ...rest]: readonly string[]): Value | undefined {
  if (part === undefined) return value
  if (isSequence(value)) {
    const found = /^\d+$/.test(part) ? value[Number(part)] : undefined
    const selected = found === undefined ? undefined : selectPart(found, rest)
    // Places before it are empty, as in DVC.
    return selected === undefined ? undefined : [...Array.from({ length: Number(part) }, () => null), selected]
  }
  if (!isMapping(value)) return undefined
  const kept = new Map<Scalar, Value>()
  const matches = toMatcher(part)
  for (const [key, member] of value) {
    const selected = matches(str(key)) ? selectPart(member, rest) : undefined
    if (selected !== undefined) kept.set(key, selected)
  }
  return kept.size === 0 ? undefined : kept
}

/** `*` and `?` of a key stand for any characters. */
function toMatcher(part: string): (key: string) => boolean {
  if (!/[*?]/.test(part)) return (key) => key === part
  const source = part
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  const regex = new RegExp(`^${source}$`, 's')
  return (key) => regex.test(key)
}

function merge(into: Value, from: Value): Value {
  if (isSequence(into) && isSequence(from))
    return Array.from({ length: Math.max(into.length, from.length) }, (_, index) => from[index] ?? into[index] ?? null)
  if (!isMapping(into) || !isMapping(from)) return from
  const merged = new Map(into)
  for (const [key, value] of from) {
    const there = merged.get(key)
    merged.set(key, there === undefined ? value : merge(there, value))
  }
  return merged
}
