import { createHash } from 'node:crypto'
import { isSequence, isMapping, jsonDumps, type Mapping, type Value } from '../../python/index.ts'
import { dumpYaml } from '../../yaml/index.ts'
import { leaveOut, toDigestedDocument, type DvcFile } from './dvc-file.ts'
import { toLockDocument, type LockedStage } from './lock-file.ts'

/** The `md5:` of the stage of an import. */
export function digestDvcFile(file: DvcFile): string {
  return createHash('md5')
    .update(jsonDumps(toDigestedDocument(file), { sortKeys: true }))
    .digest('hex')
}

/** What the run cache keeps of a run: by what went in (`key`), what came out (`value`). */
export interface RunCacheEntry {
  readonly key: string
  readonly value: string
  /** Path below `runs/`. */
  readonly path: string
  readonly text: string
}

const sizes: ReadonlySet<string> = new Set(['size', 'nfiles'])

/** Names of the outputs instead of their digests: what is known before a stage runs. */
export function runCacheKey(stage: LockedStage): string {
  const document = toLockDocument(stage)
  return sha256(new Map(document).set('outs', outPaths(document)))
}

/** @throws RepriseError INVALID_PARAMETER_VALUE where a parameter cannot be serialised, such as a date */
export function toRunCacheEntry(stage: LockedStage): RunCacheEntry {
  const document = toLockDocument(stage)
  const key = runCacheKey(stage)
  const value = sha256(document)
  return { key, value, path: `${key.slice(0, 2)}/${key}/${value}`, text: dumpYaml(document) }
}

function outPaths(document: Mapping): Value {
  const outs = document.get('outs')
  return isSequence(outs) ? outs.map((out) => (isMapping(out) ? (out.get('path') ?? null) : null)) : []
}

function sha256(document: Mapping): string {
  return createHash('sha256')
    .update(jsonDumps(leaveOut(document, sizes), { sortKeys: true }))
    .digest('hex')
}
