import { dirname, resolve, sep } from 'node:path'
import {
  assembleRecord,
  describeNotStarted,
  findProgram,
  type Preparation,
  prepareRecording,
  type RunningCommand,
  toExitCode,
} from '@reprise/capture'
import { RepriseError } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { readTarget } from '../../connect/index.ts'
import { describeFailure } from '../../failure.ts'
import { printJson } from '../../output/json.ts'
import { productVersion } from '../../version.ts'
import { withoutCapture } from './capture-beside.ts'
import { childVariables } from './child-variables.ts'
import { describeTags } from './describe-tags.ts'
import { forwardSignals } from './forward-signals.ts'
import { openKeptCache } from './kept-cache.ts'
import { openRun } from './open-run.ts'
import { type RecorderParts, startRecorder } from './recorder.ts'
import type { RunOptions } from './run-options.ts'
import { createUpload } from './upload.ts'

/** Runs a command as a run. Answers what to exit with: the command's own code, whatever becomes of the record. */
export async function runAndRecord(argv: [string, ...string[]], options: RunOptions, world: World): Promise<number> {
  const signals = forwardSignals(world.interruption)
  const report = (problem: unknown): void => world.note(describeFailure(problem, { json: false, debug: false }).trimEnd())
  const [folder, variables] = [process.cwd(), process.env]
  const { tracker, opened, early } = openRun(options, report, {
    settings: world.settings,
    tags: {
      ...describeTags(argv, { folder, variables }),
      ...Object.fromEntries((options.tag ?? []).map(({ key, value }) => [key, value])),
    },
    parent: variables['REPRISE_RUN_ID'] ?? variables['MLFLOW_RUN_ID'],
  })
  const preparation = await prepareRecording(toRecordingOptions(argv, { options, world, folder }))
  const cache = openKeptCache(options.trackingUri, variables['XDG_CACHE_HOME'])
  const parts: RecorderParts = { tracker, opened, cache, preparation, report }
  try {
    const running = await start(preparation, childVariables(await early(), options.trackingUri, world))
    if ('reason' in running) {
      report(new RepriseError('RESOURCE_DOES_NOT_EXIST', running.reason))
      tell({ id: await recordNotStarted(running.reason, parts), exitCode: running.exitCode, duration: 0 }, options, world)
      return running.exitCode
    }
    signals.attach(running)
    const recorder = startRecorder(running, parts)
    const ended = await running.ended
    const id = await recorder.finish(ended, { wasAskedToEnd: signals.hasCome })
    tell({ id, exitCode: toExitCode(ended), duration: ended.duration }, options, world)
    return toExitCode(ended)
  } finally {
    await preparation.release()
  }
}

interface NotStarted {
  readonly reason: string
  readonly exitCode: number
}

async function start(preparation: Preparation, added: Readonly<Record<string, string>>): Promise<RunningCommand | NotStarted> {
  const { argv, folder, variables } = preparation.options
  const found = findProgram(argv[0], { path: variables['PATH'], folder })
  if (found.reason !== undefined) return found
  try {
    return await preparation.start(added)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return { reason: `${argv[0]} can not be started: ${code ?? message}.`, exitCode: code === 'ENOENT' ? 127 : 126 }
  }
}

async function recordNotStarted(
  reason: string,
  { tracker, opened, cache, preparation, report }: RecorderParts,
): Promise<string | undefined> {
  const run = await opened
  if (run === undefined) return undefined
  const known = { ...withoutCapture(preparation), startedAt: Date.now(), stdin: { kind: 'NONE' as const } }
  const files = { inputs: [], outputs: [], code: [], kept: [], markPackages: <Same>(same: Same): Same => same }
  await createUpload({ run, tracker, cache, report }).record(
    assembleRecord(preparation, { ...known, files, outcome: describeNotStarted(reason) }),
  )
  await run.end('FAILED')
  return run.id
}

function tell(
  ended: { readonly id: string | undefined; readonly exitCode: number; readonly duration: number },
  options: RunOptions,
  world: World,
): void {
  const { id, exitCode, duration } = ended
  if (options.json === true) world.write(printJson({ run_id: id, exit_code: exitCode, duration_ms: Math.round(duration) }))
  else if (options.printId === true && id !== undefined) world.write(`${id}\n`)
}

function toRecordingOptions(
  argv: [string, ...string[]],
  { options, world, folder }: { readonly options: RunOptions; readonly world: World; readonly folder: string },
): Parameters<typeof prepareRecording>[0] {
  return {
    argv,
    folder,
    variables: process.env,
    version: productVersion,
    keptFile: options.keepFileLimit,
    keptTotal: options.keepTotalLimit,
    declaredInputs: options.input ?? [],
    trace: options.trace === true,
    leaveOut: new Set(options.capture),
    ignoredFolders: foldersOfStores(folder, options.trackingUri, world),
  }
}

/** Where servers of this folder keep runs: their files are nobody's results. A folder in which the command itself runs is no such place. */
function foldersOfStores(folder: string, trackingUri: string, { settings }: World): string[] {
  const target = readTarget(trackingUri)
  const store = /^[a-z+]+:\/\//i.test(settings.store) ? [] : [dirname(resolve(settings.store))]
  const artifacts = settings.artifacts === undefined ? [] : [resolve(settings.artifacts)]
  const spool = settings.spool === undefined || settings.spool === 'off' ? [] : [resolve(settings.spool)]
  const places = [...store, ...artifacts, ...spool, ...(target.kind === 'folder' ? [target.path] : [])]
  return places.filter((place) => place !== folder && !folder.startsWith(place + sep))
}
