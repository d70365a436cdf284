import {
  collapseGroups,
  drawOuts,
  drawStages,
  focusDrawing,
  printBoxes,
  printDot,
  printMermaid,
  type Drawing,
} from '@reprise/pipelines/drawing'
import { addressOf, openGraph, selectStages, showData, type StageFiles } from '@reprise/pipelines/graph'
import { locate, openStages } from '@reprise/pipelines/repository'
import { RepriseError } from '@reprise/protocol'
import type { Project } from '../../project/index.ts'

interface DagOptions {
  readonly dot?: boolean
  readonly mermaid?: boolean
  readonly md?: boolean
  readonly collapseForeachMatrix?: boolean
  readonly full?: boolean
  readonly outs?: boolean
}

export async function printDag(project: Project, [target]: [string | undefined], options: DagOptions): Promise<void> {
  if (options.outs === true && options.collapseForeachMatrix === true)
    throw new RepriseError('INVALID_PARAMETER_VALUE', '`--outs` and `--collapse-foreach-matrix` are mutually exclusive')
  const files = openStages(project.repository)
  const graph = await openGraph(files)
  const whole = options.outs === true ? drawOuts(graph, files.show) : drawStages(graph, files.show)
  const focused = target === undefined ? whole : await focus(project, { files, target, whole, options })
  const drawing = options.collapseForeachMatrix === true ? collapseGroups(focused) : focused
  if (project.isJson) {
    const edges = [...drawing.arrows].flatMap(([from, targets]) => targets.map((to) => ({ from, to })))
    project.printJson({ nodes: drawing.nodes, edges })
  } else project.print(`${toText(drawing, options)}\n`)
}

async function focus(
  { repository }: Project,
  { files, target, whole, options }: { files: StageFiles; target: string; whole: Drawing; options: DagOptions },
): Promise<Drawing> {
  const selected = await selectStages(files, [target], { locate: (path) => locate(repository, path) })
  const names = selected.flatMap(({ stage, only }) => {
    if (options.outs !== true) return [addressOf(stage, files.show)]
    const outs = stage.outs.filter(({ at }) => only === undefined || at === only || at.startsWith(`${only}/`) || only.startsWith(`${at}/`))
    return outs.map((out) => showData(out, files.show))
  })
  return focusDrawing(whole, names, { isWhole: options.full === true })
}

function toText(drawing: Drawing, { dot, mermaid, md }: DagOptions): string {
  if (dot === true) return printDot(drawing)
  if (mermaid === true || md === true) return printMermaid(drawing, { isMarkdown: md === true })
  return drawing.nodes.length === 0 ? '' : printBoxes(drawing).trimEnd()
}
