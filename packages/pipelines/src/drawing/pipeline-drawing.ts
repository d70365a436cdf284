import { addressOf, type OutsIndex, showData, type Show, type Stage, type StageGraph } from '../graph/index.ts'

/** Names and arrows between them, from what is needed to what needs it. */
export interface Drawing {
  readonly nodes: readonly string[]
  /** By node: the nodes that depend on it. */
  readonly arrows: ReadonlyMap<string, readonly string[]>
}

export function drawStages(graph: StageGraph, show: Show): Drawing {
  const name = (stage: Stage): string => addressOf(stage, show)
  return toDrawing(graph.stages.map(name), (add) => {
    for (const stage of graph.stages) for (const needed of graph.needs(stage)) add(name(needed), name(stage))
  })
}

export function drawOuts(graph: StageGraph, show: Show): Drawing {
  const nodes = sortAsTree([...graph.outs.all()].map(({ out }) => out.at))
  const names = new Map([...graph.outs.all()].map(({ out }) => [out.at, showData(out, show)]))
  return toDrawing(
    nodes.map((at) => names.get(at) ?? at),
    (add) => {
      for (const stage of graph.stages) {
        for (const needed of neededOuts(graph.outs, stage)) {
          for (const out of stage.outs) add(names.get(needed) ?? needed, showData(out, show))
        }
      }
    },
  )
}

function neededOuts(outs: OutsIndex, stage: Stage): string[] {
  return [...stage.deps.filter(({ kind }) => kind === 'file'), ...stage.params].flatMap(({ at }) =>
    outs.overlapping(at).map(({ out }) => out.at),
  )
}

/** Paths of one folder come together, where the first of them is. */
function sortAsTree(paths: readonly string[]): string[] {
  const groups = new Map<string, string[]>()
  for (const path of paths) {
    const [first = ''] = path.split('/')
    groups.set(first, [...(groups.get(first) ?? []), path.slice(first.length + 1)])
  }
  return [...groups].flatMap(([first, rest]) =>
    rest.length === 1 && rest[0] === '' ? [first] : sortAsTree(rest).map((path) => (path === '' ? first : `${first}/${path}`)),
  )
}

function toDrawing(nodes: readonly string[], fill: (add: (from: string, to: string) => void) => void): Drawing {
  const arrows = new Map<string, Set<string>>(nodes.map((node) => [node, new Set()]))
  fill((from, to) => arrows.get(from)?.add(to))
  return { nodes: [...arrows.keys()], arrows: new Map([...arrows].map(([from, targets]) => [from, [...targets]])) }
}

/** What targets need, and the targets; with `isWhole` everything that is connected with them. */
export function focusDrawing(drawing: Drawing, targets: readonly string[], options: { readonly isWhole: boolean }): Drawing {
  const back = reverse(drawing)
  const both = (node: string): readonly string[] => [...(drawing.arrows.get(node) ?? []), ...(back.get(node) ?? [])]
  const kept = reach(targets, options.isWhole ? both : (node) => back.get(node) ?? [])
  return keep(drawing, kept)
}

/** Stages of one `foreach` or `matrix` as one node. */
export function collapseGroups(drawing: Drawing): Drawing {
  const name = (node: string): string => (node.endsWith('.dvc') ? node : (node.split('@')[0] ?? node))
  const plain = drawing.nodes.filter((node) => name(node) === node)
  return toDrawing([...new Set([...plain, ...drawing.nodes.map(name)])], (add) => {
    for (const [from, targets] of drawing.arrows) for (const to of targets) if (name(from) !== name(to)) add(name(from), name(to))
  })
}

/** The parts that are not connected with each other. */
export function splitDrawing(drawing: Drawing): Drawing[] {
  const back = reverse(drawing)
  const seen = new Set<string>()
  const parts: Drawing[] = []
  for (const node of drawing.nodes) {
    if (seen.has(node)) continue
    const members = reach([node], (one) => [...(drawing.arrows.get(one) ?? []), ...(back.get(one) ?? [])])
    for (const member of members) seen.add(member)
    parts.push(keep(drawing, members))
  }
  return parts
}

function keep(drawing: Drawing, members: ReadonlySet<string>): Drawing {
  const inside = (node: string): boolean => members.has(node)
  return {
    nodes: drawing.nodes.filter(inside),
    arrows: new Map([...drawing.arrows].filter(([from]) => inside(from)).map(([from, targets]) => [from, targets.filter(inside)])),
  }
}

function reach(starts: readonly string[], next: (node: string) => readonly string[]): Set<string> {
  const found = new Set<string>()
  const waiting = [...starts]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (found.has(node)) continue
    found.add(node)
    waiting.push(...next(node))
  }
  return found
}

export function reverse({ nodes, arrows }: Drawing): Map<string, string[]> {
  const back = new Map<string, string[]>(nodes.map((node) => [node, []]))
  for (const [from, targets] of arrows) for (const to of targets) back.get(to)?.push(from)
  return back
}
