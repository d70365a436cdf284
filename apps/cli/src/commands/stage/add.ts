import type { OutDefinition, StageDefinition } from '@reprise/pipelines'
import { joinWords, parseParams } from '@reprise/pipelines/commands'
import { addStage } from '@reprise/pipelines/definitions'
import { locate, openStages } from '@reprise/pipelines/repository'
import type { Project } from '../../project/index.ts'

interface AddOptions {
  readonly name: string
  readonly force?: boolean
  readonly deps?: string[]
  readonly params?: string[]
  readonly outs?: string[]
  readonly outsNoCache?: string[]
  readonly outsPersist?: string[]
  readonly outsPersistNoCache?: string[]
  readonly metrics?: string[]
  readonly metricsNoCache?: string[]
  readonly plots?: string[]
  readonly plotsNoCache?: string[]
  readonly wdir?: string
  readonly alwaysChanged?: boolean
  readonly desc?: string
  readonly run?: boolean
}

export async function addNewStage(project: Project, [words]: [string[]], options: AddOptions): Promise<void> {
  const { repository, say } = project
  const files = openStages(repository)
  const place = { repository, files, locate: (path: string) => locate(repository, path) }
  const stage = await addStage(
    place,
    { name: options.name, definition: toDefinition(words, options) },
    { replaces: options.force === true },
  )
  say(`Added stage '${stage.name ?? ''}' in '${files.show(stage.file)}'`)
  if (options.run !== true) return
  const { runStages } = await import('../../pipeline/index.ts')
  await runStages(project, { targets: [options.name], isSingle: true, isForced: true })
}

function toDefinition(words: readonly string[], options: AddOptions): StageDefinition {
  return {
    cmd: joinWords(words),
    ...(options.wdir === undefined ? {} : { wdir: options.wdir }),
    deps: options.deps ?? [],
    params: parseParams(options.params ?? []),
    outs: [
      ...outs(options.outsPersist, { persist: true }),
      ...outs(options.outsPersistNoCache, { persist: true, cache: false }),
      ...outs(options.metrics, { kind: 'metric' }),
      ...outs(options.metricsNoCache, { kind: 'metric', cache: false }),
      ...outs(options.plots, { kind: 'plot' }),
      ...outs(options.plotsNoCache, { kind: 'plot', cache: false }),
      ...outs(options.outsNoCache, { cache: false }),
      ...outs(options.outs, {}),
    ],
    frozen: false,
    alwaysChanged: options.alwaysChanged === true,
    ...(options.desc === undefined ? {} : { desc: options.desc }),
  }
}

function outs(paths: readonly string[] = [], flags: Partial<OutDefinition>): OutDefinition[] {
  return paths.map((path) => ({ path, kind: 'out', cache: true, persist: false, push: true, annotations: {}, ...flags }))
}
