import { createInterface } from 'node:readline/promises'
import { openArtifactStore } from '@reprise/objects'
import { RepriseError } from '@reprise/protocol'
import { deleteArtifactsOf } from '@reprise/server'
import type { GarbageReport } from '@reprise/storage'
import type { World } from '../../command.ts'
import { printJson } from '../../output/json.ts'
import { createProgress, printBar } from '../../output/progress.ts'
import { printBytes } from '../../output/values.ts'
import { artifactsBeside } from '../server/serve.ts'
import { askServer } from './ask-server.ts'
import { withStore } from './open.ts'

interface GcOptions {
  readonly store: string
  readonly artifacts?: string
  readonly olderThan: string
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly trackingUri?: string
  readonly json?: boolean
}

/** Deletes for good what was deleted softly; asks first, since nothing brings it back. */
export async function collectGarbage(options: GcOptions, world: World): Promise<void> {
  const dryRun = options.dryRun ?? false
  const age = parseAge(options.olderThan)
  if (!dryRun && options.yes !== true && !(await confirm(world))) return world.note('Nothing was deleted.')
  const report =
    options.trackingUri === undefined
      ? await collectHere({ ...options, dryRun, age }, world)
      : await askServer<GarbageReport>(options.trackingUri, 'gc', { older_than_ms: age, dry_run: dryRun })
  if (options.json === true) return world.write(printJson(report))
  const { experiments, runs, points, freedBytes } = report
  world.write(
    dryRun
      ? `Would delete ${experiments} experiments and ${runs} runs for good.\n`
      : `Deleted ${experiments} experiments, ${runs} runs and ${points} points for good; ${printBytes(freedBytes)} given back.\n`,
  )
}

async function collectHere(options: GcOptions & { readonly dryRun: boolean; readonly age: number }, world: World): Promise<GarbageReport> {
  const progress = createProgress(world)
  const artifacts = await openArtifactStore(options.artifacts ?? artifactsBeside(options.store))
  const report = await withStore(options.store, (store) =>
    store.collectGarbage({
      olderThan: world.now() - options.age,
      dryRun: options.dryRun,
      deleteArtifacts: (uris) => deleteArtifactsOf(artifacts, uris),
      onProgress: (done, total) => progress.show(`${printBar(done / total)} ${done} of ${total} runs`),
    }),
  )
  progress.end()
  return report
}

const agePattern = /^(\d+)\s*([smhdw])$/
const units = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

function parseAge(text: string): number {
  const match = agePattern.exec(text.trim())
  const unit = match?.[2] as keyof typeof units | undefined
  if (match === null || unit === undefined) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `${JSON.stringify(text)} is not an age.`, { hint: 'Write it as 30d, 12h, 15m or 0s.' })
  }
  return Number(match[1]) * units[unit]
}

async function confirm(world: World): Promise<boolean> {
  if (!world.interactive || !process.stdin.isTTY) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'store gc deletes for good and there is no terminal to ask.', { hint: 'Add --yes, or --dry-run to look first.' })
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question('Delete for good what was deleted, artifacts too? [y/N] ')
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}
