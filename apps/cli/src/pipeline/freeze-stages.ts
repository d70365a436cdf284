import { setFrozen } from '@reprise/pipelines/definitions'
import { locate, openStages } from '@reprise/pipelines/repository'
import { RepriseError } from '@reprise/protocol/errors'
import type { Project } from '../project/index.ts'

/** Goes on after a target that fails; answers 1 then. */
export async function freezeEach(
  { repository, say, complain }: Project,
  targets: readonly string[],
  { isFrozen, verb }: { readonly isFrozen: boolean; readonly verb: string },
): Promise<number> {
  let code = 0
  for (const target of targets) {
    const files = openStages(repository)
    try {
      const message = setFrozen({ repository, files, locate: (path) => locate(repository, path) }, target, isFrozen)
      if (message !== undefined) say(message)
    } catch (error) {
      if (!(error instanceof RepriseError)) throw error
      complain(`failed to ${verb} '${target}' - ${error.message}`)
      code = 1
    }
  }
  return code
}
