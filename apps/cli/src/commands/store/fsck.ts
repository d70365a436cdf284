import { RepriseError } from '@reprise/protocol'
import type { VerifyReport } from '@reprise/storage'
import type { World } from '../../command.ts'
import { printJson } from '../../output/json.ts'
import { createProgress, printBar } from '../../output/progress.ts'
import { askServer } from './ask-server.ts'
import { withStore } from './open.ts'

interface FsckOptions {
  readonly store: string
  readonly trackingUri?: string
  readonly json?: boolean
}

/** Verifies a store. Problems make the command fail, after all of them were printed. */
export async function checkStore(options: FsckOptions, world: World): Promise<void> {
  const progress = createProgress(world)
  const report =
    options.trackingUri === undefined
      ? await withStore(options.store, (store) => store.verify((done, total) => progress.show(`${printBar(done / total)} ${done} of ${total}`)))
      : await askServer<VerifyReport>(options.trackingUri, 'fsck', {})
  progress.end()
  const { problems, runs, blocks, journalRows } = report
  if (options.json === true) world.write(printJson(report))
  else world.write(`${[...problems, `${runs} runs, ${blocks} blocks and ${journalRows} journal rows checked, ${problems.length} problems.`].join('\n')}\n`)
  if (problems.length > 0) throw new RepriseError('DATA_LOSS', `The store has ${problems.length} problems.`, { hint: 'Restore a backup, or keep what can be read with runs show.' })
}
