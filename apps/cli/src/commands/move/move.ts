import { moveData } from '@reprise/pipelines/tracking'
import { RepriseError } from '@reprise/protocol'
import type { Project } from '../../project/index.ts'

export async function move(project: Project, [from, to]: [string, string]): Promise<void> {
  const { repository } = project
  try {
    const { path, file, isMissing } = await moveData(repository, [from, to], { cmd: `reprise move ${from} ${to}` })
    if (isMissing) project.warn(`'${from}' is missing: only its record was moved.`)
    if (project.isJson) project.printJson({ path: repository.show(path), file: repository.show(file) })
  } catch (error) {
    if (!(error instanceof RepriseError)) throw error
    throw new RepriseError(error.code, `failed to move '${from}' -> '${to}' - ${error.message}`, { cause: error })
  }
}
