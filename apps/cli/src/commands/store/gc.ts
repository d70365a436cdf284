import { deleteArtifactsOf } from '@reprise/server'
import type { GarbageReport } from '@reprise/storage'
import type { World } from '../../command.ts'
import { confirm } from '../../confirm.ts'
import { printJson } from '../../output/json.ts'
import { createProgress } from '../../output/progress.ts'
import { printBytes, printCount } from '../../output/values.ts'
import { openArtifacts } from '../../serving/artifact-folder.ts'
import { artifactsBeside } from '../../serving/places.ts'
import { askServer } from './ask-server.ts'
import { withStore } from './open.ts'

/** Milliseconds before progress is shown. */
const PATIENCE = 1_000

interface GcOptions {
  readonly store: string
  readonly artifacts?: string
  /** Milliseconds. */
  readonly olderThan: number
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly trackingUri?: string
  readonly json?: boolean
}

/** Deletes for good what was deleted softly; asks first, since nothing brings it back. */
export async function collectGarbage(options: GcOptions, world: World): Promise<void> {
  const collect = (dryRun: boolean): Promise<GarbageReport> =>
    options.trackingUri === undefined ? collectHere(options, world, dryRun) : collectThere(options, world, dryRun)
  if (options.dryRun === true) return printReport(await collect(true), options, world)
  if (options.yes !== true) {
    const found = await collect(true)
    if (found.experiments + found.runs === 0) return printReport(found, options, world)
    const question = `Delete ${describe(found)} for good, with their artifacts?`
    if (!(await confirm(question, 'Add --yes to delete, or --dry-run to look first.', world))) return world.note('Nothing was deleted.')
  }
  printReport(await collect(false), options, world)
}

function collectThere({ trackingUri = '', olderThan }: GcOptions, world: World, dryRun: boolean): Promise<GarbageReport> {
  return askServer<GarbageReport>('gc', { url: trackingUri, request: { older_than_ms: olderThan, dry_run: dryRun } }, world)
}

async function collectHere(options: GcOptions, world: World, dryRun: boolean): Promise<GarbageReport> {
  const progress = createProgress(world, { patience: PATIENCE })
  const report = await withStore(options.store, world, async (store) => {
    const artifacts = await openArtifacts(options.artifacts ?? artifactsBeside(options.store))
    return store.collectGarbage({
      olderThan: world.now() - options.olderThan,
      dryRun,
      deleteArtifacts: (uris) => deleteArtifactsOf(artifacts, uris),
      onProgress: (done, total) => progress.show(total === 0 ? 1 : done / total, `${done} of ${printCount(total, 'run')}`),
    })
  })
  progress.end()
  return report
}

function printReport(report: GarbageReport, options: GcOptions, world: World): void {
  if (options.json === true) return world.write(printJson(report))
  if (report.experiments + report.runs === 0) return world.write('There is nothing to collect.\n')
  if (options.dryRun === true) return world.write(`Would delete ${describe(report)} for good.\n`)
  world.write(
    `Deleted ${describe(report)} for good, with ${printCount(report.points, 'point')}; ${printBytes(report.freedBytes)} given back.\n`,
  )
}

function describe({ experiments, runs }: GarbageReport): string {
  return [...(experiments > 0 ? [printCount(experiments, 'experiment')] : []), printCount(runs, 'run')].join(' and ')
}
