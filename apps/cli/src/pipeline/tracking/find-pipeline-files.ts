import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findFiles, type FoundFiles, noFiles, type Preparation, preparePart } from '@reprise/capture/recording'
import { lockPathOf } from '@reprise/pipelines'
import type { StageTable } from './stage-table.ts'

/** Where git keeps nothing: the files that make the pipeline. */
export async function findPipelineFiles(
  preparation: Preparation,
  { table, project, startedAt }: { readonly table: StageTable; readonly project: string; readonly startedAt: number },
): Promise<FoundFiles> {
  const named = table.stages.flatMap(({ file }) => (file.endsWith('.dvc') ? [file] : [file, lockPathOf(file)]))
  const paths = [...new Set([...named, 'params.yaml', '.dvc/config', '.dvcignore'])].map((path) => join(project, path)).filter(existsSync)
  const part = await preparePart(preparation, {
    argv: preparation.options.argv,
    folder: project,
    declaredInputs: paths,
    declaredOutputs: [],
    linkedData: undefined,
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
