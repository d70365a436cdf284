import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol/errors'
import { parseTarget, printDvcFile, putStage, toStageDocument } from '../files/index.ts'
import { addressOf, type SelectOptions, type Stage, type StageFiles } from '../graph/index.ts'
import type { Repository } from '../repository/index.ts'
import { editFile } from './write-pipeline.ts'

export interface DefinitionPlace {
  readonly repository: Repository
  readonly files: StageFiles
  readonly locate: SelectOptions['locate']
}

/**
 * Writes whether a stage is frozen into its file. Answers what was done, in DVC's words; nothing for `.dvc` files. Throws where there is no such stage, and for
 * one that templates or a group make, since it could not be written back.
 */
export function setFrozen(place: DefinitionPlace, target: string, frozen: boolean): string | undefined {
  const { repository, files } = place
  const stage = findOne(place, target)
  const path = join(repository.root, stage.file)
  const shown = files.show(stage.file)
  const { source, name = '' } = stage
  if (source.kind === 'dvc') {
    editFile(path, (text) => printDvcFile({ ...source.definition, frozen }, { text, file: shown }))
    return undefined
  }
  if (source.isTemplated)
    throw new RepriseError('INVALID_PARAMETER_VALUE', `cannot dump a parametrized stage: '${addressOf(stage, files.show)}'`)
  editFile(path, (text) => putStage(text, { name, document: toStageDocument({ ...source.definition, frozen }) }, shown))
  return `Modifying stage '${name}' in '${shown}'`
}

function findOne({ files, locate }: DefinitionPlace, target: string): Stage {
  const { path, name } = parseTarget(target)
  const file = locate(path ?? 'dvc.yaml')
  if (file.endsWith('.dvc')) return only(files.stages(file))
  if (name === undefined)
    throw new RepriseError(
      'INVALID_PARAMETER_VALUE',
      `Stage name not provided.Please specify the name as: \`${files.show(file)}:stage_name\``,
    )
  const pipeline = files.pipeline(file)
  if (!pipeline.has(name)) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `Stage '${name}' not found inside '${files.show(file)}' file`)
  return pipeline.stage(name)
}

function only(stages: readonly Stage[]): Stage {
  const [stage] = stages
  if (stage === undefined) throw new RepriseError('INTERNAL_ERROR', 'A .dvc file always has a stage.')
  return stage
}
