import type { DvcFile, EntryHash, EntryMeta, LockedStage, OutDefinition, StageDefinition } from '../files/index.ts'
import type { Value } from '../python/index.ts'

/** What was recorded of a file or folder when the stage was last run or committed. */
export interface RecordedData {
  readonly hash: EntryHash
  readonly meta: EntryMeta
}

interface StageData {
  /** As it is written in the file, from {@link Stage.wdir}; what lock files say. */
  readonly path: string
  /** From the root of the project with slashes, where it lies in the project; else an absolute path, or a URL. */
  readonly at: string
  readonly place: 'project' | 'machine' | 'remote'
  /** Undefined where nothing was. */
  readonly recorded: RecordedData | undefined
}

export interface StageDep extends StageData {
  /** Files and URLs; files of another repository; anything else, such as rows of a database. */
  readonly kind: 'file' | 'repository' | 'other'
}

export interface StageOut
  extends StageData, Pick<OutDefinition, 'kind' | 'cache' | 'persist' | 'push' | 'remote' | 'plot' | 'annotations'> {}

/** Parameters of one file. */
export interface StageParams {
  /** As it is written. */
  readonly path: string
  /** See {@link StageDep.at}. */
  readonly at: string
  /** None: the whole file. */
  readonly keys: readonly string[]
  /** What was recorded; undefined where nothing was. */
  readonly recorded: ReadonlyMap<string, Value> | undefined
}

/** What a stage was read from: an entry of a `dvc.yaml` with its entry of the `dvc.lock`, or a `.dvc` file. */
export type StageSource =
  | {
      readonly kind: 'pipeline'
      readonly definition: StageDefinition
      readonly locked: LockedStage | undefined
      /** Made by `foreach` or `matrix`. */
      readonly group: string | undefined
      /** Whether templates or a group made it, so that it can not be written back. */
      readonly isTemplated: boolean
    }
  | { readonly kind: 'dvc'; readonly definition: DvcFile; readonly text: string }

/** A stage of a `dvc.yaml`, or what a `.dvc` file tracks. Never changed: after a run it is read anew. */
export interface Stage {
  /** `dvc.yaml` or `.dvc`, from the root of the project. */
  readonly file: string
  /** Undefined for a `.dvc` file. */
  readonly name: string | undefined
  /** From the root of the project; empty for the root. */
  readonly wdir: string
  /** Undefined for data that no command makes. */
  readonly cmd: Value | undefined
  readonly deps: readonly StageDep[]
  readonly params: readonly StageParams[]
  readonly outs: readonly StageOut[]
  readonly frozen: boolean
  readonly alwaysChanged: boolean
  readonly desc: string | undefined
  readonly source: StageSource
}

/** The same in each reading of the files. */
export function keyOf({ file, name }: Pick<Stage, 'file' | 'name'>): string {
  return name === undefined ? file : `${file}:${name}`
}

/** A command that depends on nothing and makes nothing known: it runs each time. */
export function isCallback(stage: Stage): boolean {
  return stage.cmd !== undefined && stage.deps.length + stage.params.length + stage.outs.length === 0
}

/** Data that came from elsewhere: `import`, `import-url`. */
export function isImport(stage: Stage): boolean {
  return stage.cmd === undefined && stage.deps.length === 1 && stage.outs.length === 1
}

export function isRepositoryImport(stage: Stage): boolean {
  return isImport(stage) && stage.deps[0]?.kind === 'repository'
}

/** Nothing of it was brought in yet: `import --no-download`. */
export function isPartialImport(stage: Stage): boolean {
  return isImport(stage) && stage.outs[0]?.recorded?.hash.value === undefined
}
