import type { Stage } from '../graph/index.ts'
import { holdPaths } from '../locks/index.ts'
import type { Repository } from '../repository/index.ts'
import { DataView } from './data-view.ts'

/**
 * Says for as long as something is done that the data of stages are read. Throws RESOURCE_CONFLICT, in DVC's words, where another process is
 * writing some of them.
 */
export async function holdForReading<T>(
  repository: Repository,
  { stages, command }: { readonly stages: readonly Stage[]; readonly command: string },
  read: () => Promise<T>,
): Promise<T> {
  const view = new DataView(repository)
  const data = stages.flatMap(({ deps, outs }) => [...deps.filter(({ kind }) => kind === 'file'), ...outs])
  const params = stages.flatMap((stage) => stage.params.map(({ at }) => view.pathOf({ at })))
  const paths = data.filter(({ place }) => place !== 'remote').map((one) => view.pathOf(one))
  await using _held = await holdPaths(
    repository.layout.temporary,
    { read: [...new Set([...paths, ...params])], write: [] },
    {
      cmd: command,
      isAlone: repository.turn.isHeld,
      isHardlink: repository.setting('core', 'hardlink_lock') === true,
      signal: repository.signal,
      show: repository.show,
    },
  )
  // Awaited here: the paths are held until it is done.
  return await read()
}
