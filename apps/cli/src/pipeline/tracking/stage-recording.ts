import { relative } from 'node:path'
import {
  assembleRecord,
  createKeptBytes,
  describeOutcome,
  findFiles,
  type FoundFiles,
  type KeptBytes,
  LOG_PATHS,
  noFiles,
  type Preparation,
  redactOutput,
  type ResourceUse,
  type UseWatch,
  watchUse,
} from '@reprise/capture/recording'
import { addressOf, type CommandEnd, type Stage } from '@reprise/pipelines'
import type { RecordedCode, RecordedEnvironment, RecordedStage } from '@reprise/protocol'
import type { DatasetDescription, EndStatus, Run } from '@reprise/sdk'
import type { Upload } from '../../recording/upload.ts'
import { toDataset } from './describe-data.ts'
import type { FolderLists } from './folder-lists.ts'
import { findUndeclared, type UndeclaredFiles, type UndeclaredSearch } from './find-undeclared.ts'
import { filesOf, findLinkedData } from './stage-files.ts'
import { readStageMetrics } from './stage-values.ts'

/** Bytes of the beginning and of the end of each output stream that are kept. */
const KEPT_OUTPUT = 4 * 1024 * 1024

/** A stage that has something done, while it is. */
export interface StageRecording {
  readonly stage: Stage
  readonly part: Preparation
  readonly run: Promise<Run | undefined>
  readonly startedAt: number
  readonly began: number
  readonly stdout: KeptBytes
  readonly stderr: KeptBytes
  /** Undefined while nobody has heard of the run. */
  known?: Run | undefined
  use?: UseWatch | undefined
  used: ResourceUse
  end?: CommandEnd
  error?: Error
  /** Milliseconds. */
  duration: number
  isFinished: boolean
  /** What its run ends with, once that is known. */
  status?: EndStatus
  undeclared: Omit<UndeclaredFiles, 'stage'>
}

export function createStageRecording(parts: Pick<StageRecording, 'stage' | 'part' | 'run'>): StageRecording {
  return {
    ...parts,
    startedAt: Date.now(),
    began: performance.now(),
    stdout: createKeptBytes(KEPT_OUTPUT),
    stderr: createKeptBytes(KEPT_OUTPUT),
    used: {},
    duration: 0,
    isFinished: false,
    undeclared: { read: [], written: [] },
  }
}

/** To be called with the number of each command's process, and with nothing when one has ended. */
export function watchProcess(recording: StageRecording, pid?: number): void {
  if (recording.use !== undefined) recording.used = addUse(recording.used, recording.use.end())
  recording.use = undefined
  if (pid !== undefined) recording.use = watchUse(pid)
}

function addUse(a: ResourceUse, b: ResourceUse): ResourceUse {
  const sum = (key: keyof ResourceUse): Partial<ResourceUse> =>
    a[key] === undefined && b[key] === undefined ? {} : { [key]: (a[key] ?? 0) + (b[key] ?? 0) }
  const peakMemory = Math.max(a.peakMemory ?? 0, b.peakMemory ?? 0)
  return {
    ...sum('userCpu'),
    ...sum('systemCpu'),
    ...sum('bytesRead'),
    ...sum('bytesWritten'),
    ...sum('processes'),
    ...(peakMemory === 0 ? {} : { peakMemory }),
  }
}

/** What the stages of a pipeline have in common when they end. */
export interface StageSurroundings {
  /** Of the project, and its cache; absolute. */
  readonly project: string
  readonly cache: string
  /** Id of the run of the pipeline. */
  readonly pipeline: string
  readonly code: RecordedCode
  readonly environment: RecordedEnvironment
  readonly upload: (run: Run) => Upload
  readonly status: EndStatus
  /** As the record of the pipeline has it. */
  readonly describe: () => RecordedStage
  /** Data of the stages that it needs, with what is known of folders. */
  readonly needed: readonly RecordedStage[]
  readonly lists: FolderLists
  /** Where files are looked for that are not declared. */
  readonly undeclared: UndeclaredSearch | undefined
}

/** A stage whose run has ended, with the files that it read and made. */
export interface FinishedStage {
  readonly recording: StageRecording
  readonly files: FoundFiles
}

/** Brings the record of a stage to its run, and ends that. */
export async function finishStageRecording(recording: StageRecording, around: StageSurroundings): Promise<FinishedStage> {
  const { stage, startedAt } = recording
  const part = withLinkedData(recording, around)
  const { code, environment } = around
  const run = await recording.run
  const files = await part.items.attempt('files', () => findFiles(part, environment, startedAt), noFiles)
  if (around.undeclared !== undefined) recording.undeclared = findUndeclared(stage, files, around.undeclared)
  if (run === undefined) return { recording, files }
  recording.known = run
  const described = around.describe()
  const upload = around.upload(run)
  const logs = { stdout: redactOutput(recording.stdout, part.redactor), stderr: redactOutput(recording.stderr, part.redactor) }
  const streams = (['stdout', 'stderr'] as const).filter((name) => logs[name].length > 0)
  await Promise.all([...streams.map((name) => upload.bytes(logs[name], LOG_PATHS[name])), upload.kept(files.kept)])
  const outcome = describeOutcome(recording, { ...endOf(recording), duration: recording.duration, use: recording.used, ...unread }, logs)
  const known = { startedAt, stdin: { kind: 'NONE' as const }, code, environment, files, outcome }
  await upload.record(assembleRecord(part, { ...known, stage: { name: described.name, target: targetOf(stage), run: around.pipeline } }))
  tellData(run, described, { ...around, root: part.root })
  if (around.status === 'FINISHED') run.logMetrics(Object.fromEntries(readStageMetrics([stage], { root: around.project })))
  run.setTags({
    'reprise.outcome': described.outcome.toLowerCase(),
    'reprise.reasons': described.reasons.join('; ').slice(0, 5_000) || undefined,
    'reprise.outs': toTag(described.outs),
    'reprise.undeclared': [...recording.undeclared.read, ...recording.undeclared.written].join(', ').slice(0, 5_000) || undefined,
    duration_seconds: (recording.duration / 1_000).toFixed(3),
  })
  await run.end(around.status)
  return { recording, files }
}

/** As it is named in its own working folder. */
function targetOf(stage: Stage): string {
  return addressOf(stage, (path) => relative(`/${stage.wdir}`, `/${path}`))
}

/** What the stage made may be links into the cache by now, as what it read may be. */
function withLinkedData({ part, stage }: StageRecording, { project, cache }: StageSurroundings): Preparation {
  const { inputs, outputs } = filesOf(stage, project)
  const linkedData = { inputs: findLinkedData(inputs, cache), outputs: findLinkedData(outputs, cache) }
  return { ...part, options: { ...part.options, linkedData } }
}

const unread = { stdin: { kind: 'NONE' }, leftBehind: false } as const

/** One that was restored, or recorded without a command, is taken for one that ended well. */
function endOf({ end, error }: StageRecording): { exitCode: number | undefined; signal: NodeJS.Signals | undefined } {
  if (end === undefined) return { exitCode: error === undefined ? 0 : 1, signal: undefined }
  return end.kind === 'exited' ? { exitCode: end.code, signal: undefined } : { exitCode: undefined, signal: end.signal as NodeJS.Signals }
}

/** Dependencies and outputs by their digests; of folders the files, of files the folders that stages before have made. */
function tellData(
  run: Run,
  { deps, outs }: RecordedStage,
  { needed, lists, root }: Pick<StageSurroundings, 'needed' | 'lists'> & { readonly root: string },
): void {
  const before = needed.flatMap((stage) => stage.outs)
  const describe = (one: RecordedStage['deps'][number]): DatasetDescription[] => {
    const dataset = toDataset(one, root)
    return dataset === undefined ? [] : [{ ...dataset, ...lists.describe(one, before) }]
  }
  const known = (data: RecordedStage['deps']): DatasetDescription[] => data.slice(0, 1_000).flatMap(describe)
  run.logInputs(known(deps))
  run.logOutputs(known(outs))
}

/** As JSON; a tag that would be cut is left out: the record has all. */
function toTag(outs: RecordedStage['outs']): string | undefined {
  const text = JSON.stringify(outs.map(({ path, digest, size }) => ({ path, md5: digest, size })))
  return outs.length === 0 || text.length > 5_000 ? undefined : text
}
