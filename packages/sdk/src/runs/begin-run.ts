import { decodeMessage, runInfo, type RunInfo } from '@reprise/protocol'
import { FIRST_SEQUENCE, type RequestedRun } from '../ahead/requested-run.ts'
import { createArtifactWriter } from '../artifacts/artifact-writer.ts'
import { addOpenRun, removeOpenRun } from '../exit/open-runs.ts'
import { collectHooks, createHookCalls, type Hooks, keepHookCalls } from '../hooks/index.ts'
import type { Session } from '../session.ts'
import type { Settings } from '../settings.ts'
import type { Outcome, Target } from '../spool/deliver.ts'
import { type SystemMetricsOptions, startSystemMetrics } from '../system/system-metrics.ts'
import { createWriter, type Writer } from '../writing/writer.ts'
import { checkNewRun, describeNewRun, type ExperimentChoice, type NewRun, tagsOf } from './describe-new-run.ts'
import { createEntityLog } from './entity-log.ts'
import { randomId } from './random-id.ts'
import { Run } from './run.ts'
import { type RunContext, runContext } from './run-context.ts'
import { toParamValue } from './to-param-value.ts'

export interface StartRunOptions extends NewRun {
  /** Go on with this run instead of beginning one; it is RUNNING again. */
  readonly runId?: string | undefined
  /** Whether the run becomes a child of the run that is active where it is started. Default true. */
  readonly nested?: boolean | undefined
  /** Milliseconds that `end` waits for the server at most; default that of the tracker. What it does not have then waits in the spool. */
  readonly flushTimeout?: number | undefined
  /** Log the use of processors, memory, disk, network and GPUs; every 10 seconds unless said otherwise. */
  readonly system?: boolean | SystemMetricsOptions | undefined
  /** What is called as the run begins and ends, beside the hooks of the process; see `addHooks`. */
  readonly hooks?: Hooks | undefined
  /** A run that was asked for before the SDK was loaded, see `@reprise/sdk/ahead`: it is this one. Name, tags and experiment are its own. */
  readonly requested?: RequestedRun | undefined
}

/** A run whose server may not know it yet, and how that turns out. */
export interface BegunRun {
  readonly run: Run
  /** What became of the first request; until then everything waits in the journal. */
  readonly started: Promise<Outcome>
  /** Drops the run: the server refused it. */
  readonly abandon: () => void
}

const delivered: Promise<Outcome> = Promise.resolve({ kind: 'delivered' })

/** Begins or resumes a run without waiting for anything, so that it also works in synchronous functions and without a server. */
export function beginRun(session: Session, options: StartRunOptions): BegunRun {
  checkNewRun(options)
  const { settings, client } = session
  const { requested } = options
  const surroundings = options.nested === false ? undefined : runContext()
  const resumed = requested === undefined ? (options.runId ?? takeRunId(session, surroundings)) : undefined
  const id = resumed ?? requested?.request.run_id ?? randomId()
  const writerId = requested?.writer ?? randomId()
  const journal = session.openJournal(writerId)
  const target: Target = {
    client,
    writer: writerId,
    fileFor: (name) => journal.fileFor(name),
    run: answerOf(requested),
    artifactLocation: settings.artifactLocation,
  }
  const isThere = target.run !== undefined
  const settled = isThere ? FIRST_SEQUENCE : 0
  const writer = createWriter({ journal, target, runId: id, settled, spoolFolder: settings.spoolFolder, onProblem: session.report })
  const first = resumed === undefined ? 'createRun' : 'updateRun'
  const started = isThere ? delivered : withinTime(writer, first, settings.flushTimeout)
  const experiment = experimentOf(options, { settings, surroundings: surroundings?.server === client.url ? surroundings : undefined })
  const onEnd: (() => void)[] = []
  const hooks = createHookCalls(collectHooks(options.hooks), session.report)
  const log = createEntityLog(writer, () => run.isEnded, hooks)
  const run: Run = new Run({
    id,
    name: options.name,
    experimentId: 'id' in experiment && resumed === undefined ? experiment.id : undefined,
    server: client.url,
    target,
    writer,
    log,
    artifacts: createArtifactWriter({ runId: id, target, writer, started, assertOpen: () => log.assertOpen() }),
    flushTimeout: options.flushTimeout ?? settings.flushTimeout,
    onEnd: () => onEnd.forEach((act) => act()),
    afterEnd: (status) => hooks.end(run, status),
  })
  keepHookCalls(run, hooks)
  for (const [key, value] of Object.entries(options.tags ?? {})) hooks.tag(key, toParamValue(value) ?? '')
  const described = {
    ...options,
    tags: { ...surroundings?.tags, ...options.tags },
    parentRunId: options.parentRunId ?? (options.runId === undefined ? surroundings?.runId : undefined),
  }
  if (resumed !== undefined) appendResumption(writer, run, described)
  else if (!isThere) writer.append('createRun', requested?.request ?? describeNewRun(id, experiment, described))
  run.logParams(options.params ?? {})
  if (settings.endOnExit) {
    const entry = addOpenRun({ run, report: session.report })
    onEnd.push(() => removeOpenRun(entry))
  }
  const system = options.system ?? settings.systemMetrics
  if (system !== false) onEnd.push(startSystemMetrics(run, { ...(system === true ? {} : system), onProblem: session.report }))
  const abandon = (): void => {
    onEnd.forEach((act) => act())
    writer.abandon()
  }
  return { run, started, abandon }
}

/** A server that hangs at the start counts as away after a while, so that the program can begin. */
function withinTime(writer: Writer, operation: 'createRun' | 'updateRun', milliseconds: number): Promise<Outcome> {
  const timer = setTimeout(() => writer.interrupt(), milliseconds)
  return writer.firstOutcome(operation).finally(() => clearTimeout(timer))
}

/** The answer of the server to who asked for the run before. */
function answerOf(requested: RequestedRun | undefined): RunInfo | undefined {
  if (requested?.answer === undefined) return undefined
  return decodeMessage(runInfo, requested.answer)
}

/** What begins inside another run, or where a context was brought to, is not the run that the environment speaks of. */
function takeRunId(session: Session, surroundings: RunContext | undefined): string | undefined {
  return surroundings === undefined ? session.takeRunId() : undefined
}

/** A child goes where its parent is, unless it is told otherwise. */
function experimentOf(
  { experimentName, experimentId }: StartRunOptions,
  { settings, surroundings }: { settings: Settings; surroundings: RunContext | undefined },
): ExperimentChoice {
  if (experimentName !== undefined) return { name: experimentName }
  if (experimentId !== undefined) return { id: experimentId }
  const { experiment } = settings
  const isChosen = 'name' in experiment || experiment.id !== '0'
  return isChosen || surroundings?.experimentId === undefined ? experiment : { id: surroundings.experimentId }
}

function appendResumption(writer: Writer, run: Run, options: StartRunOptions): void {
  writer.append('updateRun', { run_id: run.id, status: 'RUNNING', run_name: options.name })
  run.setTags(tagsOf(options))
}
