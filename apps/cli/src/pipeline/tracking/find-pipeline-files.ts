import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findFiles, type FoundFiles, noFiles, type Preparation, preparePart } from '@reprise/capture/recording'
import { lockPathOf, type Stage } from '@reprise/pipelines'
import { filesOf, findLinkedData } from './stage-files.ts'

export interface PipelinePlace {
  readonly stages: readonly Stage[]
  /** Of the project, and of its cache; absolute. */
  readonly project: string
  readonly cache: string
  readonly isInGit: boolean
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

/** What a pipeline is made from, whichever of its stages had something to do: data that no stage makes and, where git does not keep them, its own files. */
export async function findPipelineFiles(preparation: Preparation, place: PipelinePlace): Promise<FoundFiles> {
  const { stages, project, cache, startedAt } = place
  const paths = [...listSources(stages, project), ...(place.isInGit ? [] : listDefinitions(stages, project))]
  const part = await preparePart(preparation, {
    argv: ['reprise'],
    folder: project,
    declaredInputs: paths,
    declaredOutputs: [],
    linkedData: { inputs: findLinkedData(paths, cache), outputs: new Map() },
    number: -1,
    isThorough: false,
  })
  try {
    const environment = { interpreters: [], packages: [], lock_files: [], variables: [], system: {} }
    return await part.items.attempt('files', () => findFiles(part, environment, startedAt), noFiles)
  } finally {
    await part.release()
  }
}

/** What the stages that are run make: paths of files and folders, absolute. */
export function listMade(stages: readonly Stage[], project: string): string[] {
  return stages.filter(isRun).flatMap((stage) => filesOf(stage, project).outputs)
}

function listSources(stages: readonly Stage[], project: string): string[] {
  const made = listMade(stages, project)
  const read = stages.flatMap((stage) => (isRun(stage) ? filesOf(stage, project).inputs : filesOf(stage, project).outputs))
  return read.filter((path) => !made.some((out) => path === out || path.startsWith(`${out}/`)))
}

function isRun({ cmd, frozen }: Stage): boolean {
  return cmd !== undefined && !frozen
}

function listDefinitions(stages: readonly Stage[], project: string): string[] {
  const named = stages.flatMap(({ file }) => (file.endsWith('.dvc') ? [file] : [file, lockPathOf(file)]))
  return [...new Set([...named, 'params.yaml', '.dvc/config', '.dvcignore'])].map((path) => join(project, path)).filter(existsSync)
}
