import type { UsedData } from '@reprise/pipelines/used'
import { fetchData } from '@reprise/pipelines/transfers'
import type { Project } from '../project/index.ts'
import { openProjectRemote } from './open-project-remote.ts'

/** Has the list of files of a folder that the cache lacks fetched; answers whether its files may go where that can not be. */
export function withTree(
  project: Project,
  { remote, mayBeLost }: { readonly remote: string | undefined; readonly mayBeLost: boolean },
): (data: UsedData) => Promise<boolean> {
  return async (data) => {
    const { repository } = project
    try {
      await using store = await openProjectRemote(project, { name: data.remote ?? remote })
      const { moved } = await fetchData(repository.workspace.cache, store, {
        wanted: [{ ...data, includes: () => false }],
        signal: repository.signal,
      })
      if (moved.length > 0) return false
    } catch (error) {
      if (repository.signal.aborted) throw error
      // No remote, or none that answers: then it is the user who says what may go.
    }
    const question = `Missing cache for directory '${data.at}'. Cache for files inside will be lost. Would you like to continue? Use '-f' to force.`
    return mayBeLost || project.confirm(question)
  }
}
