import { findSweep } from '@reprise/pipelines/sweeps'
import type { Project } from '../../project/index.ts'

export async function removeSweeps({ repository, say }: Project, [names]: [string[]]): Promise<void> {
  const folders = names.map((name) => findSweep(repository.layout.temporary, name))
  for (const folder of folders) {
    using _held = await folder.hold(repository.signal)
    folder.remove()
    say(`Removed sweep ${folder.name}.`)
  }
}
