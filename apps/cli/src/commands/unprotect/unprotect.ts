import { resolve } from 'node:path'
import { assertInProject, unprotectOut } from '@reprise/pipelines'
import { RepriseError } from '@reprise/protocol'
import type { Project } from '../../project/index.ts'

export async function unprotect({ repository, isJson, printJson }: Project, [targets]: [string[]]): Promise<void> {
  for (const target of targets) {
    try {
      const path = resolve(repository.cwd, target)
      assertInProject(repository.root, path)
      unprotectOut(repository.workspace, path)
    } catch (error) {
      if (!(error instanceof RepriseError)) throw error
      throw new RepriseError(error.code, `failed to unprotect '${target}' - ${error.message}`, { cause: error })
    }
  }
  if (isJson) printJson({ unprotected: targets })
}
