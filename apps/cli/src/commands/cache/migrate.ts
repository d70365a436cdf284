import { countLegacyObjects, findLegacyRecords, migrateObjects, migrateRecords } from '@reprise/pipelines/migrating'
import { openStages } from '@reprise/pipelines/repository'
import { createStageReport } from '../../pipeline/index.ts'
import type { Project } from '../../project/index.ts'

interface MigrateOptions {
  readonly dvcFiles?: boolean
  readonly dry?: boolean
}

const PLACE = 'DVC 3.0 cache location.'

export async function migrateCache(project: Project, _args: readonly never[], { dvcFiles, dry }: MigrateOptions): Promise<void> {
  const { repository, say } = project
  const objects = dry === true ? countLegacyObjects(repository) : await migrateObjects(repository)
  say(dry === true ? `${objects} files will be re-hashed and migrated to the ${PLACE}` : `Migrated ${objects} files to ${PLACE}`)
  const names = dvcFiles === true ? await migrateFiles(project, dry === true) : []
  if (project.isJson) project.printJson({ objects, files: names })
}

async function migrateFiles(project: Project, isDry: boolean): Promise<readonly string[]> {
  const { repository, say } = project
  const files = openStages(repository)
  const { stages, names } = await findLegacyRecords(repository, files)
  if (names.length === 0) say('No DVC files in the repo to migrate to the 3.0 format.')
  else if (isDry) say(`Entries in following DVC files will be migrated to the 3.0 format:\n${names.map((name) => `\t${name}`).join('\n')}`)
  else {
    await migrateRecords(repository, stages, [createStageReport(project, { show: files.show })])
    for (const { stage } of stages) if (stage.source.kind === 'dvc') say(`Updating DVC file '${files.show(stage.file)}'`)
  }
  return names
}
