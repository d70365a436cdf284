import { basename, join } from 'node:path'
import type { Preparation } from '@reprise/capture/recording'
import { beginRecording, createRedactor, findMainCommand, type RecordingOptions } from '@reprise/capture/starting'
import { captureBeside, type CaptureBeside, type CapturedBeside } from '../../recording/capture-beside.ts'
import { splitCommands, type Stage } from '@reprise/pipelines'
import { openStatCache } from '@reprise/objects'
import { RepriseError } from '@reprise/protocol'
import type { Run, Tracker } from '@reprise/sdk'
import { cacheFolderOf } from '../../cache-folder.ts'
import type { Project } from '../../project/index.ts'
import { describeTags } from '../../recording/describe-tags.ts'
import { keepLimits } from '../../recording/keep-limits.ts'
import { type KeptCache, openKeptCache } from '../../recording/kept-cache.ts'
import { openTracker } from '../../recording/open-run.ts'
import { placesOfStores } from '../../recording/places-of-stores.ts'
import { surroundingRun } from '../../recording/surrounding-run.ts'
import { createUpload, type Upload } from '../../recording/upload.ts'
import { productVersion } from '../../version.ts'
import type { TrackingChoice } from './tracking-choice.ts'

/** Milliseconds that a stage waits for the server's answer before it starts. */
const PATIENCE = 2_000

/** The run of a pipeline, with what is captured for all of its stages. */
export interface PipelineRun {
  readonly preparation: Preparation
  readonly beside: CaptureBeside
  readonly tracker: Tracker
  /** Undefined when it was refused, or nothing was heard of it in time. */
  readonly known: Run | undefined
  /** Resolves once the server has answered, or turned out to be away. */
  readonly opened: Promise<Run | undefined>
  readonly startedAt: number
  readonly began: number
  upload(run: Run): Upload
  readonly cache: KeptCache
}

export interface PipelineToOpen {
  readonly project: Project
  readonly choice: TrackingChoice
  readonly stages: readonly Stage[]
  /** The number of the first process that a stage starts; undefined where none does. */
  readonly firstProcess: Promise<number | undefined>
  readonly report: (problem: unknown) => void
}

/** Takes the code as it is before any stage changes it, and asks for the run meanwhile. */
export async function openPipelineRun({ project, choice, stages, firstProcess, report }: PipelineToOpen): Promise<PipelineRun> {
  const { repository, world } = project
  const startedAt = Date.now()
  const began = performance.now()
  const options = toRecordingOptions(project, choice, stages)
  const { ready } = await beginRecording(options)
  const surrounding = surroundingRun(repository.env)
  const tracker = openTracker(choice, { settings: world.settings, experimentId: surrounding.experimentId, report })
  const opened = !choice.isRecorded
    ? Promise.resolve(undefined)
    : tracker
        .startRun({ name: nameOf(project, choice), tags: tagsOf(project, choice), nested: false, parentRunId: surrounding.parent })
        .catch((error: unknown) => {
          report(error)
          report(new RepriseError('BAD_REQUEST', 'The stages run without being recorded.'))
          return undefined
        })
  const preparation = await ready
  const cache = openKeptCache(choice.trackingUri, cacheFolderOf(repository.env))
  const upload = (run: Run): Upload => createUpload({ run, tracker, cache, report })
  const findBase = async (commit: string): ReturnType<Upload['base']> => {
    const run = await opened
    return run === undefined ? undefined : upload(run).base(commit)
  }
  const known = await Promise.race([opened, after(PATIENCE)])
  return {
    preparation,
    beside: captureBeside(preparation, firstProcess, findBase),
    tracker,
    known,
    opened,
    startedAt,
    began,
    upload,
    cache,
  }
}

function toRecordingOptions({ repository, world }: Project, choice: TrackingChoice, stages: readonly Stage[]): RecordingOptions {
  const { layout, workspace } = repository
  return {
    argv: ['reprise', 'repro', ...choice.words],
    environmentOf: findMainCommand(stages.flatMap(({ cmd }) => (cmd === undefined ? [] : splitCommands(cmd)))),
    params: [],
    folder: repository.cwd,
    workFolder: repository.root,
    variables: repository.env,
    version: productVersion,
    keptFile: keepLimits.file,
    keptTotal: keepLimits.total,
    declaredInputs: [],
    trace: false,
    leaveOut: new Set(choice.isRecorded ? [] : ['code', 'environment']),
    isPipeline: true,
    // Data that no stage changed are not read again for each `repro`.
    digests: openStatCache(join(cacheFolderOf(repository.env), 'stage-digests')),
    reproduces: choice.reproduces,
    ignoredFolders: [...placesOfStores(choice.trackingUri, world.settings), layout.defaultCache, layout.temporary, workspace.cache.folder],
  }
}

/** After the targets, else after the folder of the pipeline. */
function nameOf({ repository }: Project, { name, words }: TrackingChoice): string {
  const redactor = createRedactor(repository.env)
  if (name !== undefined) return redactor.text(name).text
  const targets = words.filter((word) => !word.startsWith('-'))
  return redactor.text(targets.length > 0 && targets.length < 4 ? targets.join(' ') : basename(repository.cwd)).text
}

function tagsOf({ repository }: Project, { words, tags }: TrackingChoice): Record<string, string> {
  const described = describeTags(['reprise', 'repro', ...words], { folder: repository.cwd, variables: repository.env })
  const given = Object.fromEntries(tags.map(({ key, value }) => [key, value]))
  return { ...described, 'mlflow.source.name': repository.show(join(repository.cwd, 'dvc.yaml')), 'reprise.kind': 'pipeline', ...given }
}

function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, undefined).unref())
}

/** Uploads code and environment as they become known. */
export async function bringBeside({ beside, opened, upload, cache }: PipelineRun): Promise<CapturedBeside> {
  const run = await opened
  const withCode = await beside.withCode
  const { commit, base } = withCode.code
  if (run !== undefined) await upload(run).kept(withCode.kept)
  if (run !== undefined && commit !== undefined && base !== undefined) cache.addBase(commit, { sha256: base.sha256, size: base.size })
  const all = await beside.withEnvironment
  if (run !== undefined) await Promise.all(all.files.map(({ file, artifact }) => upload(run).file(file, artifact)))
  return all
}
