import { join } from 'node:path'
import type { FoundFiles } from '@reprise/capture/recording'
import type { Stage } from '@reprise/pipelines'
import { toRecordedPath } from './describe-data.ts'
import { filesOf } from './stage-files.ts'

/** Files that a stage was seen to read or write, and that its definition does not name. Paths from the root of the code, or absolute. */
export interface UndeclaredFiles {
  /** The address of the stage. */
  readonly stage: string
  readonly read: readonly string[]
  readonly written: readonly string[]
}

export interface UndeclaredSearch {
  readonly project: string
  readonly root: string
  /** All stages of the pipeline: what one makes while another runs is none of the other's. */
  readonly stages: readonly Stage[]
}

/** What DVC itself reads and writes while stages run. */
const ofDvc = /(?:^|\/)(?:dvc\.lock|dvc\.yaml|\.gitignore|\.dvcignore|[^/]+\.dvc)$/

/** Holds what was seen against what is declared. */
export function findUndeclared(
  stage: Stage,
  { seen }: Pick<FoundFiles, 'seen'>,
  { project, root, stages }: UndeclaredSearch,
): Omit<UndeclaredFiles, 'stage'> {
  const own = filesOf(stage, project)
  const made = stages.flatMap((one) => filesOf(one, project).outputs)
  const select = (paths: readonly string[], declared: readonly string[]): string[] =>
    [...new Set(paths)]
      .filter((path) => !declared.some((place) => path === place || path.startsWith(`${place}/`)))
      .filter((path) => !ofDvc.test(path) && !path.startsWith(join(project, '.dvc/')))
      .map((path) => toRecordedPath(path, root))
      .toSorted()
  return { read: select(seen.read, [...own.inputs, ...own.outputs]), written: select(seen.written, made) }
}
