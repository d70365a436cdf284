import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { assertInProject, unprotectOut } from '@reprise/pipelines/checkout'
import { RepriseError } from '@reprise/protocol'
import { type Project, ProjectFailure } from '../../project/index.ts'

export async function unprotect({ repository, isJson, printJson }: Project, [targets]: [string[]]): Promise<void> {
  for (const target of targets) {
    try {
      const path = resolve(repository.cwd, target)
      assertInProject(repository.root, path)
      if (!existsSync(path)) throw new ProjectFailure(`can't unprotect non-existing data '${target}'`, { exitCode: 255 })
      unprotectOut(repository.workspace, path)
    } catch (error) {
      if (!(error instanceof RepriseError) || error instanceof ProjectFailure) throw error
      throw new RepriseError(error.code, `failed to unprotect '${target}' - ${error.message}`, { cause: error })
    }
  }
  if (isJson) printJson({ unprotected: targets })
}
