import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { openStages, type Repository } from '../../repository/index.ts'

/** The files of a project without git, by paths from its root: all but data in the cache, and what is DVC's own. */
export async function listFiles(repository: Repository): Promise<string[]> {
  const stages = await openStages(repository).all()
  const data = new Set(stages.flatMap(({ outs }) => outs.filter(({ cache, place }) => cache && place === 'project').map(({ at }) => at)))
  const skipped = new Set([...data, '.dvc/cache', '.dvc/tmp', '.dvc/config.local', '.git'])
  const found: string[] = []
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(repository.root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (skipped.has(path)) continue
      if (entry.isDirectory()) walk(path)
      else found.push(path)
    }
  }
  walk('')
  return found
}
