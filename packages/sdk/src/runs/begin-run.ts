import { createArtifactWriter } from '../artifacts/artifact-writer.ts'
import { addOpenRun, removeOpenRun } from '../exit/open-runs.ts'
import type { Session } from '../session.ts'
import type { Settings } from '../settings.ts'
import type { Outcome, Target } from '../spool/deliver.ts'
import { type SystemMetricsOptions, startSystemMetrics } from '../system/system-metrics.ts'
import { checkKey } from '../writing/check-key.ts'
import { createWriter, type Writer } from '../writing/writer.ts'
import { defaultTags } from './default-tags.ts'
import { createEntityLog } from './entity-log.ts'
import { randomId } from './random-id.ts'
import { Run } from './run.ts'
import { activeRun } from './scope.ts'
import { type ParamValue, toParamValue } from './to-param-value.ts'

export interface StartRunOptions {
  /** Default: a name the server makes up. */
  readonly name?: string | undefined
  /** Go on with this run instead of beginning one; it is RUNNING again. */
  readonly runId?: string | undefined
  /** Default: the tracker's experiment. Made when it is not there. */
  readonly experimentName?: string | undefined
  readonly experimentId?: string | undefined
  readonly tags?: Readonly<Record<string, ParamValue>> | undefined
  readonly params?: Readonly<Record<string, ParamValue>> | undefined
  /** Markdown, shown on the run's page (tag `mlflow.note.content`). */
  readonly description?: string | undefined
  /** Runs that belong together (tag `reprise.group`). */
  readonly group?: string | undefined
  /** Whether the run becomes a child of the run that is active where it is started. Default true. */
  readonly nested?: boolean | undefined
  /** Makes the run a child of this one. */
  readonly parentRunId?: string | undefined
  /** Log the use of processors, memory, disk, network and GPUs; every 10 seconds unless said otherwise. */
  readonly system?: boolean | SystemMetricsOptions | undefined
}

/** A run whose server may not know it yet, and how that turns out. */
export interface BegunRun {
  readonly run: Run
  /** What became of the first request; until then everything waits in the journal. */
  readonly started: Promise<Outcome>
  /** Drops the run: the server refused it. */
  readonly abandon: () => void
}

/** Begins or resumes a run without waiting for anything, so that it also works in synchronous functions and without a server. */
export function beginRun(session: Session, options: StartRunOptions): BegunRun {
  for (const key of Object.keys(options.params ?? {})) checkKey(key, 'param')
  for (const key of Object.keys(options.tags ?? {})) checkKey(key, 'tag')
  const { settings, client } = session
  const resumed = options.runId ?? session.takeRunId()
  const id = resumed ?? randomId()
  const writerId = randomId()
  const journal = session.openJournal(writerId)
  const target: Target = { client, writer: writerId, fileFor: (name) => journal.fileFor(name), run: undefined }
  const writer = createWriter({ journal, target, runId: id, spoolFolder: settings.spoolFolder, onProblem: session.report })
  const started = withinTime(writer, resumed === undefined ? 'createRun' : 'updateRun', settings.flushTimeout)
  const experiment = experimentOf(options, settings)
  const onEnd: (() => void)[] = []
  const log = createEntityLog(writer, () => run.isEnded)
  const run: Run = new Run({
    id,
    name: options.name,
    experimentId: 'id' in experiment && resumed === undefined ? experiment.id : undefined,
    server: client.url,
    target,
    writer,
    log,
    artifacts: createArtifactWriter({ runId: id, target, writer, started, assertOpen: () => log.assertOpen() }),
    flushTimeout: settings.flushTimeout,
    onEnd: () => onEnd.forEach((act) => act()),
  })
  if (resumed === undefined) appendStart(writer, { id, experiment, options })
  else appendResumption(writer, run, options)
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

interface Beginning {
  readonly id: string
  readonly experiment: Settings['experiment']
  readonly options: StartRunOptions
}

function appendStart(writer: Writer, { id, experiment, options }: Beginning): void {
  const standard = defaultTags()
  writer.append('createRun', {
    ...('id' in experiment ? { experiment_id: experiment.id } : { experiment_name: experiment.name }),
    run_id: id,
    run_name: options.name,
    user_id: standard['mlflow.user'],
    start_time: Date.now(),
    tags: toTags({ ...standard, ...tagsOf(options) }),
  })
}

function appendResumption(writer: Writer, run: Run, options: StartRunOptions): void {
  writer.append('updateRun', { run_id: run.id, status: 'RUNNING', run_name: options.name })
  run.setTags(tagsOf(options))
}

function tagsOf({ name, description, group, tags, nested = true, parentRunId, runId }: StartRunOptions): Record<string, ParamValue> {
  const parent = parentRunId ?? (nested && runId === undefined ? activeRun()?.id : undefined)
  return { 'mlflow.runName': name, 'mlflow.note.content': description, 'reprise.group': group, 'mlflow.parentRunId': parent, ...tags }
}

function toTags(values: Readonly<Record<string, ParamValue>>): { key: string; value: string }[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const text = toParamValue(value)
    return text === undefined ? [] : [{ key, value: text }]
  })
}

function experimentOf({ experimentName, experimentId }: StartRunOptions, { experiment }: Settings): Settings['experiment'] {
  if (experimentName !== undefined) return { name: experimentName }
  return experimentId === undefined ? experiment : { id: experimentId }
}
