import { syncSpool, type SyncReport, type WriterReport } from '@reprise/sdk'
import { RepriseError } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { withClient } from '../../connect/index.ts'
import { toCellText } from '../../output/cell.ts'
import { printJson } from '../../output/json.ts'
import { createProgress } from '../../output/progress.ts'
import { printCount } from '../../output/values.ts'

/** Milliseconds before progress is shown. */
const PATIENCE = 1_000

interface SyncOptions {
  readonly folder?: string
  /** Where everything goes, instead of to where it was meant for. */
  readonly trackingUri?: string
  readonly json?: boolean
}

/** Replays the spool. What still waits makes the command fail: it can be run again. */
export async function syncNow({ folder, trackingUri, json }: SyncOptions, world: World): Promise<void> {
  const progress = createProgress(world, { patience: PATIENCE })
  const shared = {
    folder,
    onProgress: ({ delivered, backlog }: { readonly delivered: number; readonly backlog: number }) =>
      progress.show(delivered / Math.max(1, delivered + backlog), `${printCount(delivered, 'record')} sent`),
  }
  const report =
    trackingUri === undefined
      ? await syncSpool(shared)
      : await withClient({ trackingUri }, world, (client) => syncSpool({ ...shared, client }))
  progress.end()
  world.write(json === true ? printJson(report) : describe(report))
  if (report.waiting === 0) return
  throw new RepriseError('TEMPORARILY_UNAVAILABLE', `${printCount(report.waiting, 'writer')} could not be sent.`, {
    hint: 'Run it again when the server answers; nothing is lost meanwhile.',
  })
}

function describe(report: SyncReport): string {
  if (report.writers.length === 0) return 'Nothing waits.\n'
  const rejected = report.rejected === 0 ? '' : `, ${report.rejected} refused`
  return `${[...report.writers.map(describeWriter), `${printCount(report.delivered, 'record')} sent${rejected}.`].join('\n')}\n`
}

function describeWriter({ writer, server, state, delivered, rejected, rejectedFile, damagedFile, error }: WriterReport): string {
  const to = server === undefined ? '' : ` to ${server}`
  const text = {
    synced: `${delivered} sent${to}`,
    held: 'held by a program that is running and sends it itself',
    waiting: `${delivered} sent${to}, the rest waits: ${error?.message ?? 'the server did not answer'}`,
  }[state]
  const refused = rejected === 0 || rejectedFile === undefined ? '' : `; ${rejected} refused by the server, kept in ${rejectedFile}`
  const damaged = damagedFile === undefined ? '' : `; a torn end is kept in ${damagedFile}`
  return toCellText(`${writer}  ${text}${refused}${damaged}`)
}
