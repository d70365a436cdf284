import type { DataPull } from '@reprise/pipelines'
import { addressOf, type Show } from '@reprise/pipelines/graph'
import { toHashName } from '@reprise/pipelines/status'
import { checkoutData } from '@reprise/pipelines/tracking'
import { fetchData, fetchRunCache } from '@reprise/pipelines/transfers'
import { RepriseError } from '@reprise/protocol/errors'
import type { Project } from '../project/index.ts'
import { fetchAll, openProjectRemote } from '../transferring/index.ts'

/** Brings what `repro --pull` lacks from the remotes of the project. What can not be had is made by running the stage. */
export function createDataPull(project: Project, options: { readonly show: Show }): DataPull {
  const { repository, warn } = project
  const pull = async (target: string): Promise<boolean> => {
    const { brought } = await fetchAll(project, [target], {})
    const { failed } = await checkoutData(repository, [target], { brought, onWarning: warn })
    return failed.length === 0
  }
  const tryPull = async (target: string): Promise<boolean> => {
    try {
      return await pull(target)
    } catch (error) {
      if (!(error instanceof RepriseError)) throw error
      warn(error.message)
      return false
    }
  }
  return {
    runs: async () => {
      try {
        await using remote = await openProjectRemote(project, {})
        await fetchRunCache(repository.workspace.cache, remote, { signal: repository.signal })
      } catch (error) {
        if (!(error instanceof RepriseError)) throw error
        warn(`Failed to pull run cache: ${error.message}`)
      }
    },
    data: (stage) => tryPull(addressOf(stage, options.show)),
    path: async (at) => {
      await tryPull(options.show(at))
    },
    objects: async (outs) => {
      try {
        await using remote = await openProjectRemote(project, {})
        const wanted = outs.flatMap((out) => (out.hash.value === undefined ? [] : [{ oid: out.hash.value, hash: toHashName(out) }]))
        await fetchData(repository.workspace.cache, remote, { wanted, signal: repository.signal })
      } catch (error) {
        if (!(error instanceof RepriseError)) throw error
      }
    },
  }
}
