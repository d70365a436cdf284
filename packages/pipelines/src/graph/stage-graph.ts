import { RepriseError } from '@reprise/protocol/errors'
import { addressOf, showData, type Show } from './addressing.ts'
import { indexOuts, type OutsIndex } from './outs-index.ts'
import { isRepositoryImport, keyOf, type Stage } from './stage.ts'

/** Which stages need what others make. Stages come in the order of their files. */
export interface StageGraph {
  readonly stages: readonly Stage[]
  readonly outs: OutsIndex
  /** The stages that make what a stage depends on, in the order in which it names them. */
  needs(stage: Stage): readonly Stage[]
  /** The stages that depend on what a stage makes. */
  neededBy(stage: Stage): readonly Stage[]
}

/** Throws RESOURCE_CONFLICT, in DVC's words, for outputs that overlap, files of stages in outputs, and cycles. */
export function buildGraph(stages: readonly Stage[], show: Show): StageGraph {
  const outs = indexOuts(stages, show)
  for (const stage of stages) {
    const covering = outs.covering(stage.file)
    if (covering === undefined) continue
    const message = `stage: '${addressOf(stage, show)}' is within an output '${showData(covering.out, show)}' of another stage`
    throw new RepriseError('RESOURCE_CONFLICT', message)
  }
  const graph = connect(stages, outs)
  const cycle = findCycle(graph)
  if (cycle === undefined) return graph
  const word = cycle.length === 1 ? 'stage' : 'stages'
  const names = cycle.map((stage) => addressOf(stage, show)).join(', ')
  throw new RepriseError('RESOURCE_CONFLICT', `Same item(s) are defined as both a dependency and an output in ${word}: ${names}.`)
}

function connect(stages: readonly Stage[], outs: OutsIndex): StageGraph {
  const needs = new Map<string, Map<string, Stage>>()
  const neededBy = new Map<string, Map<string, Stage>>()
  for (const stage of stages) {
    if (isRepositoryImport(stage)) continue
    const inputs = [...stage.deps.filter(({ kind }) => kind === 'file'), ...stage.params]
    for (const { at } of inputs) {
      for (const { stage: maker } of outs.overlapping(at)) {
        link(needs, stage, maker)
        link(neededBy, maker, stage)
      }
    }
  }
  const listed = (links: ReadonlyMap<string, ReadonlyMap<string, Stage>>, stage: Stage): Stage[] => [
    ...(links.get(keyOf(stage))?.values() ?? []),
  ]
  return { stages, outs, needs: (stage) => listed(needs, stage), neededBy: (stage) => listed(neededBy, stage) }
}

function link(links: Map<string, Map<string, Stage>>, from: Stage, to: Stage): void {
  const key = keyOf(from)
  const targets = links.get(key)
  if (targets === undefined) links.set(key, new Map([[keyOf(to), to]]))
  else targets.set(keyOf(to), to)
}

/** The stages of one cycle in the order in which they are met, the deepest first as DVC tells them. */
function findCycle(graph: StageGraph): Stage[] | undefined {
  const done = new Set<string>()
  for (const start of graph.stages) {
    const path: { readonly stage: Stage; readonly rest: Stage[] }[] = []
    const onPath = new Set<string>()
    const enter = (stage: Stage): void => {
      path.push({ stage, rest: [...graph.needs(stage)] })
      onPath.add(keyOf(stage))
    }
    if (!done.has(keyOf(start))) enter(start)
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const next = last.rest.shift()
      if (next === undefined) {
        done.add(keyOf(last.stage))
        onPath.delete(keyOf(last.stage))
        path.pop()
      } else if (onPath.has(keyOf(next))) {
        const from = path.findIndex(({ stage }) => keyOf(stage) === keyOf(next))
        return path.slice(from).map(({ stage }) => stage)
      } else if (!done.has(keyOf(next))) enter(next)
    }
  }
  return undefined
}
