import { findRoot } from '@reprise/pipelines/project'
import { openRepository } from '@reprise/pipelines/repository'
import { findKeptObjects, type KeepOptions, type KeptObjects } from '@reprise/pipelines/used'
import { RepriseError } from '@reprise/protocol'
import { cacheFolderOf } from '../../cache-folder.ts'
import type { Project } from '../../project/index.ts'

/** What other projects use that share the cache. */
export async function keepOfProjects(project: Project, folders: readonly string[], options: KeepOptions): Promise<KeptObjects[]> {
  const { env, signal, cwd } = project.repository
  const kept: KeptObjects[] = []
  for (const folder of folders) {
    const { root, reason } = findRoot(folder)
    if (root === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', reason)
    if (root === project.repository.root) continue
    await using other = await openRepository({ root, cwd, env, signal, memoryFolder: `${cacheFolderOf(process.env)}/data` })
    await other.turn.take()
    kept.push(await findKeptObjects(other, options))
  }
  return kept
}
