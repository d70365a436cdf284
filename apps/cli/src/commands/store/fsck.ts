import { RepriseError } from '@reprise/protocol'
import type { VerifyReport } from '@reprise/storage'
import type { World } from '../../command.ts'
import { toCellText } from '../../output/cell.ts'
import { printJson } from '../../output/json.ts'
import { createProgress } from '../../output/progress.ts'
import { printCount } from '../../output/values.ts'
import { askServer } from './ask-server.ts'
import { withStore } from './open.ts'

/** Milliseconds before progress is shown. */
const PATIENCE = 1_000

interface FsckOptions {
  readonly store: string
  readonly trackingUri?: string
  readonly json?: boolean
}

/** Verifies a store. Problems make the command fail, after all of them were printed. */
export async function checkStore(options: FsckOptions, world: World): Promise<void> {
  const report =
    options.trackingUri === undefined
      ? await checkHere(options.store, world)
      : await askServer<VerifyReport>('fsck', { url: options.trackingUri }, world)
  const { problems, runs, blocks, journalRows } = report
  const checked = `${printCount(runs, 'run')}, ${printCount(blocks, 'block')} and ${printCount(journalRows, 'journal row')} checked`
  if (options.json === true) world.write(printJson(report))
  else
    world.write(
      [...problems.map(toCellText), `${checked}, ${problems.length === 0 ? 'no problems' : printCount(problems.length, 'problem')}.`]
        .map((line) => `${line}\n`)
        .join(''),
    )
  if (problems.length === 0) return
  throw new RepriseError('DATA_LOSS', `The store has ${printCount(problems.length, 'problem')}.`, {
    hint: 'Restore a backup, or save what can still be read: reprise runs show RUN --json',
  })
}

async function checkHere(place: string, world: World): Promise<VerifyReport> {
  const progress = createProgress(world, { patience: PATIENCE })
  const report = await withStore(place, world, (store) =>
    store.verify((done, total) => progress.show(total === 0 ? 1 : done / total, `${done} of ${printCount(total, 'run')}`)),
  )
  progress.end()
  return report
}
