import { constants } from 'node:os'
import { join } from 'node:path'
import {
  beginRecording,
  createRedactor,
  findProgram,
  type Preparation,
  type RecordingOptions,
  redactParam,
  type RunningCommand,
  toExitCode,
} from '@reprise/capture/starting'
import { RepriseError } from '@reprise/protocol/errors'
import { cacheFolderOf } from '../../cache-folder.ts'
import { tidyCachesDaily } from '../../caches/index.ts'
import type { World } from '../../command.ts'
import { describeFailure } from '../../failure.ts'
import type { EndingSignal } from '../../interruption.ts'
import { productVersion } from '../../version.ts'
import { callerVariables } from '../../recording/caller-variables.ts'
import { childVariables } from '../../recording/child-variables.ts'
import { describeTags } from '../../recording/describe-tags.ts'
import { forwardSignals, type SignalWatch } from './forward-signals.ts'
import { meetRun } from '../../recording/meet-run.ts'
import { asProcedure, type MetricsTaking, takeMetrics } from '../../recording/metrics/take-metrics.ts'
import { describeSources } from '../../recording/metrics/taken-metrics.ts'
import type { RecorderParts } from './recorder.ts'
import { placesOfStores } from '../../recording/places-of-stores.ts'
import type { RunToOpen } from '../../recording/request-run.ts'
import { surroundingRun } from '../../recording/surrounding-run.ts'
import type { RunOptions } from './run-options.ts'

/**
 * Runs a command as a run. Answers what to exit with: the command's own code, whatever becomes of the record.
 *
 * What other processes do is begun first: git looks at the work tree while the server is asked. What is needed only once the command runs is
 * loaded then, the SDK among it.
 */
export async function runAndRecord(argv: [string, ...string[]], given: RunOptions, world: World): Promise<number> {
  const options = asProcedure(given)
  const signals = forwardSignals(world.interruption)
  const report = (problem: unknown): void => world.note(describeFailure(problem, { json: false, debug: false }).trimEnd())
  const { ready } = await beginRecording(toRecordingOptions(argv, options, world))
  const safe = withoutSecrets(options)
  const meeting = meetRun(safe, { settings: world.settings, ...describeRun(argv, safe) }, report)
  // It is looked at when git is done; until then nobody would catch it.
  meeting.catch(() => undefined)
  const metrics = await takeMetrics(safe, process.cwd())
  const preparation = await ready
  for (const { status, detail = '' } of preparation.tracing?.items ?? []) if (status !== 'CAPTURED') world.note(`reprise: ${detail}`)
  try {
    const { known, open } = await meeting
    const added = childVariables(known, options, world)
    const running = signals.first === undefined ? await start(preparation, { added, metrics }) : endedBefore(signals.first)
    if (!('reason' in running)) follow(running, { signals, preparation })
    const { recordNotStarted, startRecorder } = await import('./recorder.ts')
    const opening = open()
    const { openKeptCache } = await import('../../recording/kept-cache.ts')
    const cache = openKeptCache(options.trackingUri, cacheFolderOf(process.env))
    await tidyCachesDaily(cacheFolderOf(process.env))
    const inputCache = options.cacheInputs === true ? join(cacheFolderOf(process.env), 'inputs') : undefined
    const parts: RecorderParts = { opening, cache, inputCache, preparation, metrics, report }
    if ('reason' in running) {
      report(new RepriseError('RESOURCE_DOES_NOT_EXIST', running.reason))
      await tell({ id: await recordNotStarted(running.reason, parts), exitCode: running.exitCode, duration: 0 }, options, world)
      return running.exitCode
    }
    const recorder = startRecorder(running, parts)
    const ended = await running.ended
    signals.detach(() => {
      recorder.giveUp(ended)
      process.exit(toExitCode(ended))
    })
    const id = await recorder.finish(ended, { wasAskedToEnd: signals.first !== undefined })
    await tell({ id, exitCode: toExitCode(ended), duration: ended.duration }, options, world)
    return toExitCode(ended)
  } finally {
    await preparation.release()
  }
}

interface Beside {
  readonly signals: SignalWatch
  readonly preparation: Preparation
}

/** What must be seen to before anything else is loaded. */
function follow(running: RunningCommand, { signals, preparation }: Beside): void {
  signals.attach(running)
  // What changes once the command has ended is not of the command. Whoever needs the answer is told what went wrong.
  const finish = async (): Promise<void> => {
    await running.ended
    await preparation.tracing?.finish()
  }
  finish().catch(() => undefined)
}

interface NotStarted {
  readonly reason: string
  readonly exitCode: number
}

function endedBefore(signal: EndingSignal): NotStarted {
  return { reason: `${signal} came before the command was started.`, exitCode: 128 + constants.signals[signal] }
}

interface Start {
  readonly added: Readonly<Record<string, string>>
  readonly metrics: MetricsTaking | undefined
}

async function start(preparation: Preparation, { added, metrics }: Start): Promise<RunningCommand | NotStarted> {
  const { argv, folder, variables } = preparation.options
  const found = findProgram(argv[0], { path: variables['PATH'], folder })
  if (found.reason !== undefined) return found
  try {
    return await preparation.start(added, metrics?.onStdout)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return { reason: `${argv[0]} can not be started: ${code ?? message}.`, exitCode: code === 'ENOENT' ? 127 : 126 }
  }
}

async function tell(
  ended: { readonly id: string | undefined; readonly exitCode: number; readonly duration: number },
  options: RunOptions,
  world: World,
): Promise<void> {
  const { id, exitCode, duration } = ended
  if (options.json === true) {
    const { printJson } = await import('../../output/json.ts')
    world.write(printJson({ run_id: id, exit_code: exitCode, duration_ms: Math.round(duration) }))
  } else if (options.printId === true && id !== undefined) world.write(`${id}\n`)
}

/** What is typed as a name, param or tag is shown to everyone who may look at the run. */
function withoutSecrets(options: RunOptions): RunOptions {
  const redactor = createRedactor(process.env)
  const { name, param = [], tag = [] } = options
  return {
    ...options,
    ...(name === undefined ? {} : { name: redactor.text(name).text }),
    param: param.map((pair) => redactParam(pair, redactor)),
    tag: tag.map((pair) => redactParam(pair, redactor)),
  }
}

function describeRun(argv: readonly string[], { tag = [], ...options }: RunOptions): Omit<RunToOpen, 'settings'> {
  const variables = process.env
  const given = Object.fromEntries(tag.map(({ key, value }) => [key, value]))
  return {
    tags: { ...describeTags(argv, { folder: process.cwd(), variables }), ...describeSources(options), ...given },
    ...surroundingRun(variables),
  }
}

function toRecordingOptions(argv: [string, ...string[]], options: RunOptions, world: World): RecordingOptions {
  const folder = process.cwd()
  return {
    argv,
    params: options.param ?? [],
    folder,
    variables: callerVariables(process.env),
    version: productVersion,
    keptFile: options.keepFileLimit,
    keptTotal: options.keepTotalLimit,
    declaredInputs: options.input ?? [],
    trace: options.trace === true,
    leaveOut: new Set(options.capture),
    takesMd5: true,
    reproduces: options.tag?.find(({ key }) => key === 'reprise.reproduces')?.value,
    ignoredFolders: placesOfStores(options.trackingUri, world.settings),
  }
}
