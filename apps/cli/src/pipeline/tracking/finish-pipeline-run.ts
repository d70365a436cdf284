import { createHash } from 'node:crypto'
import { assembleRecord, type FoundFiles, noFiles } from '@reprise/capture/recording'
import type { RecordedFile, RecordedStage } from '@reprise/protocol'
import type { Run } from '@reprise/sdk'
import type { CapturedBeside } from '../../recording/capture-beside.ts'
import { describeEnd } from '../../recording/describe-end.ts'
import { toRecordedPath } from './describe-data.ts'
import { findPipelineFiles, listMade } from './find-pipeline-files.ts'
import type { PipelineRun } from './open-pipeline-run.ts'
import type { PipelineEnd } from './pipeline-tracking.ts'
import type { FinishedStage } from './stage-recording.ts'
import type { StageTable } from './stage-table.ts'
import { readStageMetrics, readStageParams } from './stage-values.ts'

export interface PipelineToFinish {
  readonly pipeline: PipelineRun
  readonly beside: CapturedBeside
  readonly run: Run
  readonly table: StageTable
  readonly stages: readonly RecordedStage[]
  readonly finished: readonly FinishedStage[]
  /** The folders of the project and of its cache, absolute. */
  readonly project: string
  readonly cache: string
  readonly end: PipelineEnd
}

/** Brings the record of the pipeline to its run, and ends that. */
export async function finishPipelineRun(toFinish: PipelineToFinish): Promise<void> {
  const { pipeline, beside, run, table, stages, finished, project, end } = toFinish
  const { preparation, startedAt, began } = pipeline
  const isInGit = beside.code.kind === 'GIT'
  const own = await findPipelineFiles(preparation, { stages: table.stages, project, cache: toFinish.cache, isInGit, startedAt })
  const made = listMade(table.stages, project).map((path) => toRecordedPath(path, preparation.root))
  const files = joinFiles([...finished.map((stage) => stage.files), own], made)
  const upload = pipeline.upload(run)
  await upload.kept(files.kept)
  const nothing = { size: 0, sha256: createHash('sha256').digest('hex') }
  const ending = end.status === 'KILLED' ? { signal: 'SIGINT' } : { exit_code: end.exitCode }
  const outcome = { ...ending, duration: performance.now() - began, stdout: nothing, stderr: nothing }
  const known = { startedAt, stdin: { kind: 'NONE' as const }, code: beside.code, environment: beside.environment, files, outcome }
  const pipelineOf = { arguments: preparation.options.argv.slice(2), stages: [...stages] }
  await upload.record(assembleRecord(preparation, { ...known, pipeline: pipelineOf }))
  run.logParams(Object.fromEntries(readStageParams(table.stages, { root: project })))
  run.logMetrics(Object.fromEntries(readStageMetrics(table.stages, { root: project })))
  const count = (outcome_: RecordedStage['outcome']): number => stages.filter(({ outcome: one }) => one === outcome_).length
  run.setTags({
    'reprise.stages': stages.length,
    'reprise.stages_ran': count('RAN'),
    'reprise.stages_restored': count('RESTORED'),
    'reprise.stages_unchanged': count('UNCHANGED'),
    'reprise.stages_failed': count('FAILED'),
    duration_seconds: (outcome.duration / 1_000).toFixed(3),
  })
  describeEnd(run, new Set(readStageParams(table.stages, { root: project }).keys()), { preparation, beside })
  await run.end(end.status)
}

/** What the stages read and none of them made. Packages are marked that any of them used. */
function joinFiles(all: readonly FoundFiles[], made: readonly string[]): FoundFiles {
  const isMade = (path: string): boolean => made.some((out) => path === out || path.startsWith(`${out}/`))
  const unique = (files: readonly RecordedFile[]): RecordedFile[] => [
    ...new Map(files.filter(({ path }) => !isMade(path)).map((file) => [file.path, file])).values(),
  ]
  const inputs = unique(all.flatMap((files) => files.inputs))
  const code = unique(all.flatMap((files) => files.code))
  const named = new Set([...inputs, ...code].flatMap(({ kept }) => kept ?? []))
  const kept = new Map(
    all.flatMap((files) => files.kept.filter(({ artifact }) => named.has(artifact)).map((file) => [file.artifact, file] as const)),
  )
  return {
    ...noFiles,
    inputs,
    code,
    kept: [...kept.values()],
    markPackages: (environment) => {
      const marked = all.map((files) => files.markPackages(environment))
      return { ...environment, packages: environment.packages.map((each) => joinMarks(each, marked)) }
    },
  }
}

type Environment = ReturnType<FoundFiles['markPackages']>

function joinMarks(each: Environment['packages'][number], marked: readonly Environment[]): Environment['packages'][number] {
  const marks = marked.flatMap(({ packages }) =>
    packages
      .filter(({ ecosystem, name }) => ecosystem === each.ecosystem && name === each.name)
      .flatMap(({ is_used: isUsed }) => isUsed ?? []),
  )
  return marks.length === 0 ? each : { ...each, is_used: marks.includes(true) }
}
