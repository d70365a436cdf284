import { RepriseError } from '@reprise/protocol/errors'
import { openStages, type Repository } from '../../repository/index.ts'
import { DataView, holdForReading } from '../../status/index.ts'
import { findOutReason } from '../../status/find-reasons.ts'

/**
 * Data of `.dvc` files come from the cache in the copies of the work tree, so they have to be there as they are here. Throws RESOURCE_CONFLICT for those that were
 * changed and not added.
 */
export async function assertDataRecorded(repository: Repository): Promise<void> {
  const files = openStages(repository)
  const sources = (await files.all()).filter(({ cmd, source }) => source.kind === 'dvc' && cmd === undefined)
  const view = new DataView(repository)
  const changed: string[] = []
  await holdForReading(repository, { stages: sources, command: 'reprise sweep' }, async () => {
    for (const out of sources.flatMap(({ outs }) => outs))
      for (const reason of await findOutReason(view, out, files.show)) if (reason.state === 'modified') changed.push(reason.path)
  })
  if (changed.length === 0) return
  throw new RepriseError('RESOURCE_CONFLICT', `data are not as they were recorded: ${changed.join(', ')}.`, {
    hint: `Record them: reprise add ${changed.join(' ')}`,
  })
}
