import { lstatSync } from 'node:fs'
import { isImport, lockPathOf, type SelectedStage, selectStages, type Stage, type StageFiles } from '../graph/index.ts'
import { commitStages, type StageObserver } from '../repro/index.ts'
import { locate, type Repository } from '../repository/index.ts'

/** Stages of which digests of DVC 2 are recorded, with the files that say so: `a.dvc`, `dvc.yaml (dvc.lock)`. */
export async function findLegacyRecords(
  repository: Repository,
  files: StageFiles,
): Promise<{ readonly stages: readonly SelectedStage[]; readonly names: readonly string[] }> {
  const all = await selectStages(files, [], { locate: (path) => locate(repository, path) })
  const stages = all.filter(({ stage }) => hasLegacy(stage))
  const names = stages.map(({ stage }) =>
    stage.source.kind === 'dvc' ? files.show(stage.file) : `${files.show(stage.file)} (${files.show(lockPathOf(stage.file))})`,
  )
  return { stages, names: [...new Set(names)].toSorted() }
}

/** Records what stages have made and need with digests of DVC 3, without running them. What is not there keeps what is recorded of it. */
export function migrateRecords(
  repository: Repository,
  stages: readonly SelectedStage[],
  observers: readonly StageObserver[],
): Promise<void> {
  const renewed = stages.map((one) => ({ ...one, stage: renew(repository, one.stage) }))
  return commitStages(repository, renewed, {
    isForced: true,
    allowMissing: true,
    confirm: () => Promise.resolve(true),
    command: 'reprise cache migrate',
    observers,
  })
}

type Data = Pick<Stage['outs'][number], 'recorded' | 'at' | 'place'>

function hasLegacy(stage: Stage): boolean {
  return [...stage.outs, ...(isImport(stage) ? [] : stage.deps)].some(isLegacy)
}

function isLegacy({ recorded, place }: Data): boolean {
  return recorded?.hash.algorithm === 'md5-dos2unix' && recorded.hash.value !== undefined && place === 'project'
}

function renew({ root }: Repository, stage: Stage): Stage {
  const renewed = <One extends Data>(data: One): One =>
    isLegacy(data) && data.recorded !== undefined && lstatSync(`${root}/${data.at}`, { throwIfNoEntry: false }) !== undefined
      ? { ...data, recorded: { ...data.recorded, hash: { ...data.recorded.hash, algorithm: 'md5' } } }
      : data
  return { ...stage, outs: stage.outs.map(renewed), deps: isImport(stage) ? stage.deps : stage.deps.map(renewed) }
}
