import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { removeOut, unprotectOut } from '../checkout/index.ts'
import { isStageFile, removeLockedStage, removeStage } from '../files/index.ts'
import { addressOf, collectStages, lockPathOf, type Stage, type StageFiles } from '../graph/index.ts'
import { locate, openStages, type Repository } from '../repository/index.ts'
import { holdOuts } from './hold-outs.ts'
import { readText, removeFile, writeText } from './write-dvc-file.ts'

export interface RemoveOptions {
  /** The data go, too. */
  readonly withData?: boolean | undefined
  /** The command as others are told of it. */
  readonly cmd: string
}

/**
 * Forgets what a `.dvc` file tracks, or a stage: its file or entry goes, git does not ignore its data any more, which stay as files of their own. Answers
 * how the stages were called. Throws, in DVC's words, where there is no such stage.
 */
export async function removeStages(repository: Repository, target: string, { withData, cmd }: RemoveOptions): Promise<string[]> {
  const files = openStages(repository)
  const stages = await find(repository, files, target)
  for (const stage of stages) assertPlain(stage, files.show)
  for (const stage of stages) {
    const outs = stage.outs.filter(({ place }) => place === 'project')
    await using _held = await holdOuts(
      repository,
      outs.map(({ at }) => join(repository.root, at)),
      cmd,
    )
    for (const { at, cache } of outs) {
      const path = join(repository.root, at)
      if (withData === true) removeOut(repository.workspace, path)
      else if (cache && existsSync(path)) unprotectOut(repository.workspace, path)
      if (cache) await repository.changes.unignore(path)
    }
    removeEntry(repository, stage)
  }
  repository.changes.forget()
  return stages.map((stage) => addressOf(stage, files.show))
}

async function find(repository: Repository, files: StageFiles, target: string): Promise<readonly Stage[]> {
  try {
    return await collectStages(files, [target], { locate: (path) => locate(repository, path) })
  } catch (error) {
    const isData = !isStageFile(target) && files.has(`${locate(repository, target)}.dvc`)
    if (!(error instanceof RepriseError) || !isData) throw error
    throw new RepriseError('INVALID_PARAMETER_VALUE', `'${target}' is not a .dvc file. Do you mean '${target}.dvc'?`, { cause: error })
  }
}

/** One that templates or a group make can not be taken out of the file, as in DVC. */
function assertPlain(stage: Stage, show: StageFiles['show']): void {
  if (stage.source.kind !== 'pipeline' || !stage.source.isTemplated) return
  throw new RepriseError('INVALID_PARAMETER_VALUE', `cannot remove a parametrized stage: '${addressOf(stage, show)}'`, {
    hint: 'Take it out of dvc.yaml by hand.',
  })
}

/** The lock file first: a stage without an entry in it is one that has not run. */
function removeEntry(repository: Repository, { file, name }: Stage): void {
  const path = join(repository.root, file)
  if (name === undefined) return removeFile(path)
  const lock = join(repository.root, lockPathOf(file))
  edit(lock, (text) => removeLockedStage(text, name, repository.show(lock)))
  edit(path, (text) => removeStage(text, name, repository.show(path)))
  if (readText(path) === undefined) removeFile(lock)
}

function edit(path: string, change: (text: string) => string | undefined): void {
  const text = readText(path)
  if (text === undefined) return
  const changed = change(text)
  if (changed === undefined) removeFile(path)
  else if (changed !== text) writeText(path, changed)
}
