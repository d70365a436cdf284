import { posix } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { isStageFile, parseTarget } from '../files/index.ts'
import type { Show } from './addressing.ts'
import type { StageFiles } from './stage-files.ts'
import { keyOf, type Stage } from './stage.ts'
import { buildGraph, type StageGraph } from './stage-graph.ts'
import { postOrder } from './walk.ts'

export interface SelectOptions {
  /** A path as the user gives it, as one from the root; absolute where it leads out of the project. */
  readonly locate: (path: string) => string
  /** A target that is a folder stands for the stages of all files in it. */
  readonly isRecursive?: boolean | undefined
  /** Names of stages are patterns. */
  readonly isGlob?: boolean | undefined
  /** Also what the targets need. */
  readonly withNeeds?: boolean | undefined
}

/** A stage, or some of what it makes. */
export interface SelectedStage {
  readonly stage: Stage
  /** The path that was named, from the root: an output, or something in one. */
  readonly only?: string
}

/** Stages by name, file, `file:name`, group or pattern, as `repro` takes them. Throws, in DVC's words, where there is none. */
export async function collectStages(files: StageFiles, targets: readonly string[], options: SelectOptions): Promise<Stage[]> {
  const found = new Map<string, Stage>()
  for (const target of targets) for (const stage of await collect(files, target, options)) found.set(keyOf(stage), stage)
  return [...found.values()]
}

/** As {@link collectStages}, and also by outputs and what is in them, as `status`, `commit` and `checkout` take them; without targets all stages. */
export async function selectStages(files: StageFiles, targets: readonly string[], options: SelectOptions): Promise<SelectedStage[]> {
  if (targets.length === 0) return (await files.all()).map((stage) => ({ stage }))
  const found = new Map<string, SelectedStage>()
  for (const target of targets) {
    for (const one of await select(files, target, options)) found.set(`${keyOf(one.stage)}\0${one.only ?? ''}`, one)
  }
  return [...found.values()]
}

/** The graph of all stages. Throws where `buildGraph` does. */
export async function openGraph(files: StageFiles): Promise<StageGraph> {
  return buildGraph(await files.all(), files.show)
}

async function select(files: StageFiles, target: string, options: SelectOptions): Promise<SelectedStage[]> {
  const { locate, isRecursive, withNeeds } = options
  const path = locate(target)
  const isFolder = isRecursive === true && files.tree.kind(path) === 'folder'
  const named = parseTarget(target)
  if (named.path === undefined && !isFolder && files.has(defaultFile(locate))) {
    const pipeline = files.pipeline(defaultFile(locate))
    const names = pipeline.groupNames(target) ?? (pipeline.has(target) ? [target] : [])
    if (names.length > 0)
      return withSelected(
        files,
        names.map((name) => pipeline.stage(name)),
        withNeeds,
      )
  }
  if (named.path === undefined && !isFolder) {
    const { outs } = await openGraph(files)
    const owned = outs.covering(path)
    if (owned !== undefined) return [{ stage: owned.stage, only: path }]
  }
  try {
    const stages = await collect(files, target, options)
    return isFolder ? stages.map((stage) => ({ stage })) : await withSelected(files, stages, withNeeds)
  } catch (error) {
    if (
      !(error instanceof RepriseError) ||
      error.code !== 'RESOURCE_DOES_NOT_EXIST' ||
      (named.path !== undefined && isStageFile(named.path))
    )
      throw error
    const file = files.show(defaultFile(locate))
    throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `'${target}' does not exist as an output or a stage name in '${file}'`, {
      cause: error,
    })
  }
}

async function withSelected(files: StageFiles, stages: readonly Stage[], withNeeds: boolean | undefined): Promise<SelectedStage[]> {
  if (withNeeds !== true) return stages.map((stage) => ({ stage }))
  const graph = await openGraph(files)
  return postOrder(stages, graph.needs).map((stage) => ({ stage }))
}

async function collect(files: StageFiles, target: string, { locate, isRecursive, isGlob }: SelectOptions): Promise<readonly Stage[]> {
  const folder = locate(target)
  if (isRecursive === true && files.tree.kind(folder) === 'folder') {
    const graph = await openGraph(files)
    return postOrder(graph.stages, graph.needs).filter(({ file }) => isIn(folder, file))
  }
  const { path, name } = isGlob === true ? parsePattern(target) : parseTarget(target)
  const file = path === undefined ? defaultFile(locate) : locate(path)
  if (name === undefined || file.endsWith('.dvc')) return files.stages(file)
  const pipeline = files.pipeline(file)
  const group = pipeline.groupNames(name)
  if (group !== undefined) return group.map((one) => pipeline.stage(one))
  if (isGlob === true)
    return pipeline
      .names()
      .filter((one) => posix.matchesGlob(one, name))
      .map((one) => pipeline.stage(one))
  if (!pipeline.has(name)) throw notFound(name, file, files.show)
  return [pipeline.stage(name)]
}

function notFound(name: string, file: string, show: Show): RepriseError {
  return new RepriseError('RESOURCE_DOES_NOT_EXIST', `Stage '${name}' not found inside '${show(file)}' file`)
}

function parsePattern(target: string): { path: string | undefined; name: string | undefined } {
  const colon = target.lastIndexOf(':')
  if (colon >= 0) return { path: target.slice(0, colon) || 'dvc.yaml', name: target.slice(colon + 1) }
  return isStageFile(target) ? { path: target, name: undefined } : { path: undefined, name: target }
}

function defaultFile(locate: SelectOptions['locate']): string {
  return locate('dvc.yaml')
}

function isIn(folder: string, path: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`)
}
