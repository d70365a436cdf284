import type { Value } from '@reprise/pipelines'
import { setPlot } from '@reprise/pipelines/definitions'
import { findTemplate } from '@reprise/pipelines/reports/plots'
import { locate, openStages } from '@reprise/pipelines/repository'
import type { CommonOptions, Project } from '../../project/index.ts'

export interface ModifyOptions extends CommonOptions {
  readonly template?: string
  readonly x?: string
  readonly y?: string
  readonly header: boolean
  readonly title?: string
  readonly xLabel?: string
  readonly yLabel?: string
  readonly unset?: string[]
}

/** Writes how an output is drawn into its dvc.yaml. */
export async function modifyPlot(project: Project, [target]: [string], options: ModifyOptions): Promise<void> {
  const { repository } = project
  const given: [string, Value | undefined][] = [
    ['template', options.template],
    ['x', options.x],
    ['y', options.y],
    ['x_label', options.xLabel],
    ['y_label', options.yLabel],
    ['title', options.title],
    ['header', options.header ? undefined : false],
  ]
  const set = new Map(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])))
  if (options.template !== undefined) findTemplate(options.template, { folder: `${repository.root}/.dvc/plots`, cwd: repository.cwd })
  const files = openStages(repository)
  const done = await setPlot({ repository, files, locate: (path) => locate(repository, path) }, target, { set, unset: options.unset ?? [] })
  project.say(done)
  if (project.isJson) project.printJson({ target, set: Object.fromEntries(set), unset: options.unset ?? [] })
}
