import { posix } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import {
  parseLockFile,
  parsePipelineFile,
  parseStage,
  type LockedEntry,
  type LockedStage,
  type OutDefinition,
  type StageDefinition,
} from '../files/index.ts'
import { readParameterFile } from '../params/index.ts'
import { equals, isMapping, type Mapping, type Value } from '../python/index.ts'
import { type ParsingOptions, PipelineTemplates, type ResolvedStage } from '../templating/index.ts'
import { assertOutPath } from './assert-out-path.ts'
import { placePath } from './place.ts'
import type { RecordedData, Stage, StageOut, StageParams } from './stage.ts'

/** What the stages of a file are read with. */
export interface Reading {
  /** Of the project, absolute. */
  readonly root: string
  /** The text of a file by its path from the root; undefined where there is none. */
  readonly read: (path: string) => string | undefined
  /** A path as it is told of. */
  readonly show: (path: string) => string
  readonly parsing: ParsingOptions
}

/** A `dvc.yaml` with its `dvc.lock`. Stages are resolved when they are asked for, so that a broken one does not hide the others. */
export interface PipelineFile {
  readonly path: string
  readonly document: Mapping
  names(): readonly string[]
  /** Undefined where no group has that name. */
  groupNames(group: string): readonly string[] | undefined
  has(name: string): boolean
  stage(name: string): Stage
  readonly templates: PipelineTemplates
}

/** Throws INVALID_PARAMETER_VALUE, in DVC's words, for what can not be read. */
export function readPipeline(path: string, text: string, reading: Reading): PipelineFile {
  const document = parsePipelineFile(text, reading.show(path))
  const lockPath = lockPathOf(path)
  const locked = parseLockFile(reading.read(lockPath) ?? '', reading.show(lockPath))
  const folder = folderOf(path)
  const templates = new PipelineTemplates(document, {
    folder,
    parsing: reading.parsing,
    read: (file) => {
      const source = reading.read(file)
      return source === undefined ? undefined : readParameterFile(source, reading.show(file))
    },
  })
  const stages = document.get('stages')
  const raw = (name: string): Value | undefined => (isMapping(stages) ? stages.get(name) : undefined)
  return {
    path,
    document,
    templates,
    names: () => templates.names(),
    groupNames: (group) => templates.groupNames(group),
    has: (name) => templates.has(name),
    stage: (name) => {
      const resolved = templates.resolve(name)
      const isTemplated = !equals(resolved.definition, raw(name) ?? null)
      const group = raw(name) === undefined ? name.slice(0, name.lastIndexOf('@')) : undefined
      return toStage({ path, folder, resolved, locked: locked.get(name), isTemplated, group }, reading)
    },
  }
}

/** A stage as it stands in a file, with templates as they are written and nothing recorded. */
export function readPlainStage(
  path: string,
  { name, document }: { readonly name: string; readonly document: Mapping },
  reading: Pick<Reading, 'root' | 'show'>,
): Stage {
  return toStage(
    { path, folder: folderOf(path), resolved: { name, definition: document }, locked: undefined, isTemplated: false, group: undefined },
    reading,
  )
}

function folderOf(path: string): string {
  const folder = posix.dirname(path)
  return folder === '.' ? '' : folder
}

/** `dvc.yaml` → `dvc.lock`. */
export function lockPathOf(path: string): string {
  return path.replace(/\.yaml$/, '.lock')
}

interface Found {
  readonly path: string
  readonly folder: string
  readonly resolved: Pick<ResolvedStage, 'name' | 'definition'>
  readonly locked: LockedStage | undefined
  readonly isTemplated: boolean
  readonly group: string | undefined
}

function toStage({ path, folder, resolved, locked, isTemplated, group }: Found, { root, show }: Pick<Reading, 'root' | 'show'>): Stage {
  const definition = parseStage(resolved.definition)
  const wdir = placePath(definition.wdir ?? '.', { root, wdir: folder })
  if (wdir.place !== 'project')
    throw new RepriseError(
      'INVALID_PARAMETER_VALUE',
      `stage working dir '${wdir.path}' of '${resolved.name}' in '${show(path)}' is outside of DVC repo`,
    )
  const base = { root, wdir: wdir.at }
  const [deps, outs] = [byPath(locked?.deps ?? []), byPath(locked?.outs ?? [])]
  return {
    file: path,
    name: resolved.name,
    wdir: wdir.at,
    cmd: definition.cmd,
    deps: [...new Set(definition.deps)].map((dep) => {
      const place = placePath(dep, base)
      return { ...place, kind: 'file', recorded: toRecorded(deps.get(place.path)) }
    }),
    params: toParams(definition, locked, base),
    outs: mergeOuts(definition.outs).map((out): StageOut => {
      const place = placePath(out.path, base)
      assertOutPath(place, { root, show })
      return { ...out, ...place, recorded: toRecorded(outs.get(place.path)) }
    }),
    frozen: definition.frozen,
    alwaysChanged: definition.alwaysChanged,
    desc: definition.desc,
    source: { kind: 'pipeline', definition, locked, group, isTemplated },
  }
}

/** The parameters that are named. What templates use is in the command already, and DVC does not track it beside. */
function toParams(
  definition: StageDefinition,
  locked: LockedStage | undefined,
  base: { readonly root: string; readonly wdir: string },
): StageParams[] {
  return definition.params.map(({ file, keys }) => {
    const { path, at } = placePath(file, base)
    const values = locked?.params.get(path)
    if (values === undefined) return { path, at, keys, recorded: undefined }
    const recorded = keys.length === 0 ? values : new Map([...values].filter(([key]) => keys.includes(key)))
    return { path, at, keys, recorded }
  })
}

/** Flags of a path that is named twice come together, the later above the earlier. */
function mergeOuts(outs: readonly OutDefinition[]): OutDefinition[] {
  const merged = new Map<string, OutDefinition>()
  for (const out of outs) merged.set(`${out.kind} ${out.path}`, { ...merged.get(`${out.kind} ${out.path}`), ...out })
  return [...merged.values()]
}

function byPath(entries: readonly LockedEntry[]): Map<string, LockedEntry> {
  return new Map(entries.map((entry) => [entry.path, entry]))
}

function toRecorded(entry: LockedEntry | undefined): RecordedData | undefined {
  return entry === undefined ? undefined : { hash: entry.hash, meta: entry.meta }
}
