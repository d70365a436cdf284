import {
  assembleRecord,
  describeNotStarted,
  describeOutcome,
  type EndedCommand,
  findFiles,
  finishStdin,
  type Known,
  LOG_PATHS,
  noFiles,
  type Preparation,
  redactOutput,
  type RunningCommand,
  STDIN_PATH,
} from '@reprise/capture/recording'
import { RepriseError } from '@reprise/protocol/errors'
import type { EndStatus, Run } from '@reprise/sdk'
import { cacheInputs } from './cache-inputs.ts'
import { captureBeside, type CapturedBeside, withoutCapture } from '../../recording/capture-beside.ts'
import { describeEnd, knownParams } from '../../recording/describe-end.ts'
import { followCommand } from './follow-command.ts'
import type { KeptCache } from '../../recording/kept-cache.ts'
import type { MetricsTaking } from '../../recording/metrics/take-metrics.ts'
import type { OpeningRun } from '../../recording/open-run.ts'
import { logData } from '../../recording/log-data.ts'
import { createUpload, type Upload } from '../../recording/upload.ts'

export interface RecorderParts {
  /** What needs no run is recorded meanwhile. */
  readonly opening: Promise<OpeningRun>
  readonly cache: KeptCache
  /** Folder for inputs that are too large to keep with the run. */
  readonly inputCache?: string | undefined
  readonly preparation: Preparation
  /** Undefined where no metrics are taken from the command. */
  readonly metrics?: MetricsTaking | undefined
  readonly report: (problem: unknown) => void
}

/** Brings a command's record to its run: at once what is known, the rest while the command runs and when it has ended. */
export interface Recorder {
  /** Uploads the last of it and ends the run. Answers its id; undefined when there is no run. Never rejects. */
  finish(ended: EndedCommand, options: { readonly wasAskedToEnd: boolean }): Promise<string | undefined>
  /** Leaves the end of the run to the spool, since the process is ending. */
  giveUp(ended: EndedCommand): void
}

/** Starts recording beside the command. A record stands on the server as soon as the run does, so that something is known whatever happens. */
export function startRecorder(running: RunningCommand, parts: RecorderParts): Recorder {
  const { preparation, report } = parts
  let open: Run | undefined
  const noteRun = async (): Promise<void> => void (open = await (await parts.opening).opened)
  // What went wrong is told where the run is needed.
  noteRun().catch(() => undefined)
  const begun = begin(running, parts).catch((error: unknown) => {
    report(error)
    return undefined
  })
  return {
    giveUp: (ended) => {
      if (open !== undefined) parts.metrics?.end(open, ended)
      open?.endSynchronously(statusOf(ended, true))
    },
    finish: async (ended, { wasAskedToEnd }) => {
      const beginning = await begun
      if (beginning === undefined) return undefined
      const { run, upload, following } = beginning
      try {
        // What changes from now on is not of the command.
        void preparation.tracing?.finish()
        await following.stop()
        const beside = await beginning.beside
        const known = knownParams(run, (await parts.opening).tracker)
        await uploadEnd({ run, running, ended, preparation, beside, upload, inputCache: parts.inputCache })
        describeEnd(run, await known, { preparation, beside })
      } catch (error) {
        report(error)
      }
      await endMetrics(run, { ...parts, running, ended })
      await run.end(statusOf(ended, wasAskedToEnd))
      return run.id
    },
  }
}

interface Beginning {
  readonly run: Run
  readonly upload: Upload
  readonly following: ReturnType<typeof followCommand>
  readonly beside: Promise<CapturedBeside>
}

async function begin(
  running: RunningCommand,
  { opening, cache, preparation, metrics, report }: RecorderParts,
): Promise<Beginning | undefined> {
  const uploading = opening.then(async ({ opened, tracker }) => {
    const run = await opened
    return run === undefined ? undefined : { run, upload: createUpload({ run, tracker, cache, report }) }
  })
  // The slow part of the capture needs no server, but for the pack that the server may have.
  const captured = captureBeside(preparation, running.pid, async (commit) => (await uploading)?.upload.base(commit))
  const opened = await uploading
  if (opened === undefined) return undefined
  const { run, upload } = opened
  metrics?.attach(run)
  const following = followCommand({ running, preparation, run, upload, report })
  let hasEnded = false
  void running.ended.then(() => (hasEnded = true))
  const known = (beside: CapturedBeside): Known => ({ ...beside, startedAt: running.startedAt, stdin: { kind: 'NONE' }, files: noFiles })
  // While the command runs, what is known may be all that will ever be; once it has ended, a whole record follows at once.
  const recordSoFar = async (beside: CapturedBeside): Promise<void> =>
    hasEnded ? undefined : upload.record(assembleRecord(preparation, known(beside)))
  const beside = (async () => {
    await recordSoFar(withoutCapture(preparation))
    const withCode = await captured.withCode
    await upload.kept(withCode.kept)
    rememberBase(withCode, cache)
    await recordSoFar(withCode)
    const all = await captured.withEnvironment
    await Promise.all(all.files.map(({ file, artifact }) => upload.file(file, artifact)))
    await recordSoFar(all)
    return all
  })()
  // It is looked at when the command has ended; until then nobody would catch it.
  beside.catch(() => undefined)
  return { run, upload, following, beside }
}

/** The next run on the same commit is spared the making of its pack. */
function rememberBase({ code: { commit, base } }: CapturedBeside, cache: KeptCache): void {
  if (commit !== undefined && base !== undefined) cache.addBase(commit, { sha256: base.sha256, size: base.size })
}

interface EndOfCommand {
  readonly run: Run
  readonly running: RunningCommand
  readonly ended: EndedCommand
  readonly preparation: Preparation
  readonly beside: CapturedBeside
  readonly upload: Upload
  readonly inputCache: string | undefined
}

async function uploadEnd({ run, running, ended, preparation, beside, upload, inputCache }: EndOfCommand): Promise<void> {
  const { options, redactor, items } = preparation
  const logs = options.leaveOut.has('logs')
    ? undefined
    : { stdout: redactOutput(running.stdout, redactor), stderr: redactOutput(running.stderr, redactor) }
  const { stdin, kept } = finishStdin(preparation, ended.stdin)
  const streams = [
    ...(['stdout', 'stderr'] as const).flatMap((name) => (logs === undefined ? [] : [{ bytes: logs[name], artifact: LOG_PATHS[name] }])),
    ...(kept === undefined ? [] : [{ bytes: kept, artifact: STDIN_PATH }]),
  ]
  const sending = Promise.all(streams.filter(({ bytes }) => bytes.length > 0).map(({ bytes, artifact }) => upload.bytes(bytes, artifact)))
  if (ended.leftBehind) {
    items.add({ name: 'logs', status: 'SKIPPED', detail: 'Processes that the command left behind went on writing; that is not logged.' })
  }
  const { startedAt } = running
  const files = await items.attempt('files', () => findFiles(preparation, beside.environment, startedAt), noFiles)
  logData(run, files)
  await Promise.all([sending, upload.kept(files.kept)])
  if (inputCache !== undefined) await cacheInputs(files.inputs, { folder: inputCache, root: preparation.root })
  const outcome = describeOutcome(running, ended, logs)
  await upload.record(assembleRecord(preparation, { ...beside, startedAt, stdin, files, outcome }))
}

async function endMetrics(
  run: Run,
  { metrics, preparation, running, ended, report }: RecorderParts & { readonly running: RunningCommand; readonly ended: EndedCommand },
): Promise<void> {
  if (metrics === undefined) return
  const stderr = preparation.options.leaveOut.has('logs') ? '' : redactOutput(running.stderr, preparation.redactor).toString()
  for (const problem of await metrics.finish()) report(new RepriseError('INVALID_PARAMETER_VALUE', problem))
  metrics.end(run, { ...ended, stderr })
}

/** Records a command that could not be started. Answers the id of its run. */
export async function recordNotStarted(
  reason: string,
  { opening, cache, preparation, metrics, report }: RecorderParts,
): Promise<string | undefined> {
  const { tracker, opened } = await opening
  const run = await opened
  if (run === undefined) return undefined
  const known = { ...withoutCapture(preparation), startedAt: Date.now(), stdin: { kind: 'NONE' as const } }
  await createUpload({ run, tracker, cache, report }).record(
    assembleRecord(preparation, { ...known, files: noFiles, outcome: describeNotStarted(reason) }),
  )
  metrics?.end(run, { exitCode: undefined, duration: 0, notStarted: reason })
  await run.end('FAILED')
  return run.id
}

const endings: ReadonlySet<string> = new Set(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL', 'SIGQUIT'])

/** The exit code decides, whatever the command itself has said of the run. */
function statusOf({ exitCode, signal }: Pick<EndedCommand, 'exitCode' | 'signal'>, wasAskedToEnd: boolean): EndStatus {
  if (exitCode === 0) return 'FINISHED'
  return wasAskedToEnd || (signal !== undefined && endings.has(signal)) ? 'KILLED' : 'FAILED'
}
