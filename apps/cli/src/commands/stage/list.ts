import { describeStage } from '@reprise/pipelines/definitions'
import { addressOf, collectStages, type Stage } from '@reprise/pipelines/graph'
import { locate, openStages } from '@reprise/pipelines/repository'
import type { Project } from '../../project/index.ts'

interface ListOptions {
  readonly all?: boolean
  readonly fail?: boolean
  readonly recursive?: boolean
  readonly nameOnly?: boolean
  readonly namesOnly?: boolean
}

export async function listStages(
  { repository, isJson, printJson, print }: Project,
  [targets]: [string[]],
  options: ListOptions,
): Promise<void> {
  const files = openStages(repository, options.fail === true ? {} : { onError: () => undefined })
  const stages =
    options.all === true
      ? await files.all()
      : await collectStages(files, targets.length > 0 ? targets : ['dvc.yaml'], {
          locate: (path) => locate(repository, path),
          isRecursive: options.recursive,
        })
  const isBare = options.nameOnly === true || options.namesOnly === true
  const named = stages.map((stage) => [addressOf(stage, files.show), stage] as const)
  if (isJson) return printJson(named.map(([name, stage]) => (isBare ? { name } : toJson(name, stage))))
  const width = Math.max(0, ...named.map(([name]) => name.length))
  print(named.map(([name, stage]) => (isBare ? `${name}\n` : `${name.padEnd(width)}  ${describeStage(stage)}\n`)).join(''))
}

function toJson(name: string, stage: Stage): unknown {
  const { deps, outs, frozen } = stage
  return { name, description: describeStage(stage), deps: deps.map(({ path }) => path), outs: outs.map(({ path }) => path), frozen }
}
