import { preparePart } from '@reprise/capture/recording'
import { addressOf, keyOf, quoteShell, reasonLines, shellOf, splitCommands, type Stage, type StageEvent } from '@reprise/pipelines'
import type { RecordedStage } from '@reprise/protocol'
import type { EndStatus, Run } from '@reprise/sdk'
import { readTarget } from '../../connect/index.ts'
import { describeFailure } from '../../failure.ts'
import type { Project } from '../../project/index.ts'
import type { CapturedBeside } from '../../recording/capture-beside.ts'
import { childVariables } from '../../recording/child-variables.ts'
import { finishPipelineRun } from './finish-pipeline-run.ts'
import { bringBeside, openPipelineRun, type PipelineRun } from './open-pipeline-run.ts'
import { createFolderLists } from './folder-lists.ts'
import { describeStageTags } from './describe-stage-tags.ts'
import { nothingTracked, type PipelineEnd, type PipelineTracking, type TrackedPipeline } from './pipeline-tracking.ts'
import { describeStage, StageTable } from './stage-table.ts'
import { filesOf } from './stage-files.ts'
import { createStageRecording, type FinishedStage, finishStageRecording, type StageRecording, watchProcess } from './stage-recording.ts'
import { readStageParams } from './stage-values.ts'
import type { TrackingChoice } from './tracking-choice.ts'

/** Milliseconds that a stage waits for the server's answer to the run it is to log to. */
const PATIENCE = 2_000
/** Milliseconds that the record gets of a pipeline that was interrupted. */
const FAREWELL = 3_000

/** See {@link PipelineTracking}. The run is opened when the first stage is to run: nothing is done where nothing has changed. */
export function trackPipeline(project: Project, choice: TrackingChoice): PipelineTracking {
  const { repository, world } = project
  const told = new Set<string>()
  let isOver = false
  const report = (problem: unknown): void => {
    const text = describeFailure(problem, { json: false, debug: false }).trimEnd()
    if (!told.has(text) && !isOver) world.note(text)
    told.add(text)
  }
  const table = new StageTable((stage) => addressOf(stage, (path) => repository.show(`${repository.root}/${path}`)))
  const lists = createFolderLists((oid) => repository.workspace.cache.md5.readTree(oid))
  const recordings = new Map<string, StageRecording>()
  const finishing: Promise<FinishedStage | undefined>[] = []
  let opening: Promise<PipelineRun | undefined> | undefined
  let bringing: Promise<CapturedBeside | undefined> = Promise.resolve(undefined)
  const firstProcess = Promise.withResolvers<number | undefined>()
  let isAway = false
  let parent: Run | undefined

  const open = (): Promise<PipelineRun | undefined> =>
    (opening ??= openPipelineRun({ project, choice, stages: table.stages, firstProcess: firstProcess.promise, report }).then(
      (pipeline) => {
        parent = pipeline.known
        bringing = bringBeside(pipeline).catch((error: unknown) => {
          report(error)
          return undefined
        })
        return pipeline
      },
      (error: unknown) => {
        report(error)
        return undefined
      },
    ))

  const begin = async (stage: Stage): Promise<void> => {
    const pipeline = await open()
    if (pipeline === undefined) return
    const { inputs, outputs } = filesOf(stage, repository.root)
    const command = splitCommands(stage.cmd ?? '').join('\n')
    const part = await preparePart(pipeline.preparation, {
      argv: [...shellOf(repository.env), command],
      folder: `${repository.root}/${stage.wdir}`.replace(/\/$/, ''),
      declaredInputs: inputs,
      declaredOutputs: outputs,
      linkedData: undefined,
      number: recordings.size,
      isThorough: choice.findsUndeclared,
    })
    const address = table.nameOf(stage)
    const opened = pipeline.opened.then((found) =>
      found === undefined
        ? undefined
        : pipeline.tracker.startRun({
            name: address,
            tags: describeStageTags(part, { address, command, reproduces: choice.reproduces }),
            params: Object.fromEntries(readStageParams([stage], repository)),
            nested: false,
            parentRunId: found.id,
          }),
    )
    const run = opened.catch((error: unknown) => {
      report(error)
      return undefined
    })
    const recording = createStageRecording({ stage, part, run })
    recordings.set(keyOf(stage), recording)
    recording.known = await Promise.race([run, after(isAway ? 0 : PATIENCE)])
    isAway = recording.known?.isOnServer !== true
  }

  const observe = async (event: StageEvent): Promise<void> => {
    if (event.kind === 'planned') return table.plan(event)
    const { stage } = event
    const recording = recordings.get(keyOf(stage))
    switch (event.kind) {
      case 'started':
        table.set(stage, { reasons: event.isForced ? ['it is forced'] : reasonLines(event.reasons) })
        // What was there is taken before the stage's outputs are removed.
        if (stage.cmd !== undefined && !stage.frozen) await open()
        return
      case 'running':
      case 'restored':
        return begin(stage)
      case 'process':
        firstProcess.resolve(event.pid)
        if (recording !== undefined) watchProcess(recording, event.pid)
        return
      case 'output':
        recording?.[event.stream].add(event.bytes)
        return
      case 'exited':
        if (recording === undefined) return
        watchProcess(recording)
        recording.end = event.end
        // What changes from now on is not of the command.
        await recording.part.tracing?.finish()
        return
      case 'committed':
        table.set(stage, { entry: event.entry })
        return
      case 'failed':
        if (recording !== undefined) recording.error = event.error
        return
      case 'ended':
        table.set(stage, { outcome: event.outcome })
        if (recording !== undefined) finishing.push(finish(recording, event.outcome === 'failed' ? 'FAILED' : 'FINISHED'))
        return
      default:
    }
  }

  const describe = (stage: Stage, root: string): RecordedStage =>
    describeStage(table.get(stage), { table, recording: recordings.get(keyOf(stage)), project: repository.root, root })

  const finish = async (recording: StageRecording, status: EndStatus): Promise<FinishedStage | undefined> => {
    if (recording.isFinished) return undefined
    recording.isFinished = true
    recording.status = status
    recording.duration = performance.now() - recording.began
    try {
      const pipeline = await open()
      const parent = await pipeline?.opened
      if (pipeline === undefined || (parent === undefined && !choice.findsUndeclared)) return undefined
      const { root } = pipeline.preparation
      const { code, environment } = await pipeline.beside.withEnvironment
      return await finishStageRecording(recording, {
        project: repository.root,
        cache: repository.workspace.cache.folder,
        pipeline: parent?.id ?? '',
        code,
        environment,
        upload: pipeline.upload,
        status,
        describe: () => describe(recording.stage, root),
        needed: table.stagesNeededBy(recording.stage).map((stage) => describe(stage, root)),
        lists,
        undeclared: choice.findsUndeclared ? { project: repository.root, root, stages: table.stages } : undefined,
      })
    } catch (error) {
      report(error)
      return undefined
    } finally {
      await recording.part.release()
    }
  }

  const finishAll = async (pipeline: PipelineRun, end: PipelineEnd): Promise<void> => {
    for (const recording of recordings.values()) finishing.push(finish(recording, end.status))
    const [run, beside, finished] = await Promise.all([pipeline.opened, bringing, Promise.all(finishing)])
    parent = run
    if (run === undefined || beside === undefined) return
    const stages = table.stages.map((stage) => describe(stage, pipeline.preparation.root))
    await finishPipelineRun({
      pipeline,
      beside,
      run,
      table,
      stages,
      finished: finished.filter((one) => one !== undefined),
      project: repository.root,
      cache: repository.workspace.cache.folder,
      end,
    })
  }

  /** For a process that is about to end: what is known is in the spool then. */
  const giveUp = (status: EndStatus): void => {
    for (const { known, status: own } of recordings.values()) known?.endSynchronously(own ?? status)
    parent?.endSynchronously(status)
  }
  world.interruption.beforeEnd(() => giveUp('KILLED'))

  return {
    observer: {
      observe: async (event) => {
        try {
          await observe(event)
        } catch (error) {
          report(error)
        }
      },
    },
    isOpen: () => true,
    variablesOf: (stage) => {
      const { part, known } = recordings.get(keyOf(stage)) ?? {}
      if (part === undefined) return {}
      const run = known === undefined ? undefined : { id: known.id, experimentId: known.experimentId, isOnServer: known.isOnServer }
      return { ...childVariables(run, choice, world), ...part.tracing?.variables }
    },
    wrap: (stage, command) => {
      const words = [...shellOf(repository.env), command] as [string, ...string[]]
      const wrapped = recordings.get(keyOf(stage))?.part.tracing?.wrap(words) ?? words
      return wrapped.length === words.length ? command : wrapped.map(quoteShell).join(' ')
    },
    finish: async (end) => {
      firstProcess.resolve(undefined)
      const pipeline = opening === undefined ? undefined : await open()
      if (pipeline === undefined) return nothingTracked
      const all = finishAll(pipeline, end).catch(report)
      // Who has pressed Ctrl-C does not wait for long.
      await (end.status === 'KILLED' ? Promise.race([all, after(FAREWELL)]) : all)
      if (end.status === 'KILLED') giveUp('KILLED')
      isOver = true
      // One that can not be saved is made again the next time.
      pipeline.preparation.options.digests?.save()
      await pipeline.preparation.release()
      return summarise()
    },
  }

  function summarise(): TrackedPipeline {
    const all = [...recordings.values()].map((one) => ({ ...one, name: table.nameOf(one.stage) }))
    return {
      run: parent?.id,
      url: parent?.url,
      server: parent?.isOnServer === true && readTarget(choice.trackingUri).kind === 'server' ? choice.trackingUri : undefined,
      stages: new Map(all.flatMap(({ name, known: run }) => (run === undefined ? [] : [[name, run.id] as const]))),
      byKey: new Map(all.flatMap(({ stage, known: run }) => (run === undefined ? [] : [[keyOf(stage), run.id] as const]))),
      undeclared: all
        .map(({ name, undeclared }) => ({ stage: name, ...undeclared }))
        .filter(({ read, written }) => read.length + written.length > 0),
    }
  }
}

function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds, undefined).unref())
}
