import { installHooks } from '@reprise/pipelines/tracking'
import { RepriseError } from '@reprise/protocol'
import type { Project } from '../../project/index.ts'

export async function install(project: Project): Promise<void> {
  try {
    const hooks = await installHooks(project.repository)
    if (project.isJson) project.printJson({ hooks })
  } catch (error) {
    if (!(error instanceof RepriseError)) throw error
    throw new RepriseError(error.code, `failed to install DVC Git hooks - ${error.message}`, { cause: error })
  }
}
