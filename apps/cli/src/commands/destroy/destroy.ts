import { destroyProject } from '@reprise/pipelines/tracking'
import { RepriseError } from '@reprise/protocol'
import type { CommonOptions, Project } from '../../project/index.ts'

const QUESTION =
  'This will destroy all information about your pipelines, all data files, as well as cache in .dvc/cache.\nAre you sure you want to continue?'

export async function destroy(project: Project, _args: [], { force }: CommonOptions & { readonly force?: boolean }): Promise<void> {
  if (force !== true && !(await project.confirm(QUESTION))) {
    const message = 'cannot destroy without a confirmation from the user. Use `-f` to force.'
    throw new RepriseError('INVALID_PARAMETER_VALUE', `failed to destroy DVC - ${message}`)
  }
  await destroyProject(project.repository)
  if (project.isJson) project.printJson({ destroyed: project.repository.root })
}
