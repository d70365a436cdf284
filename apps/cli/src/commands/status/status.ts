import { addressOf, isRepositoryImport, selectStages, type SelectedStage, type StageFiles } from '@reprise/pipelines/graph'
import { locate, openStages } from '@reprise/pipelines/repository'
import { DataView, findReasons, holdForReading, statusLines, toStatusDocument, type Reason } from '@reprise/pipelines/status'
import type { Project } from '../../project/index.ts'

export interface StatusOptions {
  readonly withDeps?: boolean
  readonly recursive?: boolean
  readonly why?: boolean
}

export async function printStatus(project: Project, [targets]: [string[]], options: StatusOptions): Promise<number> {
  const { repository, isJson, isQuiet, printJson, print, say } = project
  const reasons = await findAll(project, targets, options)
  if (isJson) {
    printJson(toStatusDocument(reasons, { values: options.why === true }))
    return 0
  }
  const changed = [...reasons].filter(([, found]) => found.length > 0)
  if (isQuiet) return changed.length > 0 ? 1 : 0
  for (const [address, found] of changed) print(`${statusLines(address, found).join('\n')}\n`)
  if (changed.length > 0) return 0
  if (reasons.size > 0 || (await openStages(repository).all()).length > 0) say('Data and pipelines are up to date.')
  else say('There are no data or pipelines tracked in this project yet.\nSee <https://dvc.org/doc/start> to get started!')
  return 0
}

async function findAll(project: Project, targets: readonly string[], options: StatusOptions): Promise<Map<string, Reason[]>> {
  const { repository } = project
  const files = openStages(repository)
  const selected = await selectStages(files, targets, {
    locate: (path) => locate(repository, path),
    isRecursive: options.recursive,
    withNeeds: options.withDeps,
  })
  const stages = selected.map(({ stage }) => stage)
  return holdForReading(repository, { stages, command: 'reprise status' }, () => findEach(project, files, selected))
}

async function findEach(
  { repository, warn }: Project,
  files: StageFiles,
  selected: readonly SelectedStage[],
): Promise<Map<string, Reason[]>> {
  const view = new DataView(repository)
  const reasons = new Map<string, Reason[]>()
  for (const { stage, only } of selected) {
    const address = addressOf(stage, files.show)
    repository.signal.throwIfAborted()
    if (stage.frozen && !isRepositoryImport(stage))
      warn(`stage: '${address}' is frozen. Its dependencies are not going to be shown in the status output.`)
    const found = await findReasons(view, stage, { show: files.show, only })
    reasons.set(address, [...(reasons.get(address) ?? []), ...found])
  }
  return reasons
}
