/** Of a graph that is drawn from left to right. */
export interface GraphNode {
  readonly id: string
  /** Which column it stands in; columns need not begin at 0, nor be without gaps. */
  readonly column: number
}

export interface GraphEdge {
  readonly from: string
  readonly to: string
}

/** A node and where it stands, in pixels. */
export interface Placed<Node extends GraphNode> {
  readonly node: Node
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const WIDTH = 190
const HEIGHT = 46
const ACROSS = 250
const DOWN = 62
const MARGIN = 12

/** Places nodes in their columns. In a column they stand near the middle of their neighbours in the columns before, which keeps most edges from crossing. */
export function layOut<Node extends GraphNode>(
  nodes: readonly Node[],
  edges: readonly GraphEdge[],
): { placed: Placed<Node>[]; width: number; height: number } {
  const columns = [...new Set(nodes.map(({ column }) => column))].toSorted((a, b) => a - b)
  const neighbours = neighboursOf(edges)
  const rows = new Map<string, number>()
  const placed: Placed<Node>[] = []
  for (const [at, column] of columns.entries()) {
    const members = nodes
      .filter((node) => node.column === column)
      .map((node) => ({ node, wish: meanOf((neighbours.get(node.id) ?? []).flatMap((id) => rows.get(id) ?? [])) }))
      .toSorted((a, b) => a.wish - b.wish)
    for (const [row, { node }] of members.entries()) {
      rows.set(node.id, row)
      placed.push({ node, x: MARGIN + at * ACROSS, y: MARGIN + row * DOWN, width: WIDTH, height: HEIGHT })
    }
  }
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), 0)
  return { placed, width: most(placed.map(({ x }) => x)) + WIDTH + MARGIN, height: most(placed.map(({ y }) => y)) + HEIGHT + MARGIN }
}

/** For each node the longest way to it, in steps, so that what it needs stands to its left. What is in a cycle stands at 0. */
export function columnsOf(ids: readonly string[], edges: readonly GraphEdge[]): ReadonlyMap<string, number> {
  const behind = Map.groupBy(edges, ({ from }) => from)
  const waiting = new Map(ids.map((id) => [id, 0]))
  for (const { to } of edges) waiting.set(to, (waiting.get(to) ?? 0) + 1)
  const columns = new Map(ids.map((id) => [id, 0]))
  const ready = ids.filter((id) => waiting.get(id) === 0)
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    for (const { to } of behind.get(id) ?? []) {
      columns.set(to, Math.max(columns.get(to) ?? 0, (columns.get(id) ?? 0) + 1))
      const left = (waiting.get(to) ?? 0) - 1
      waiting.set(to, left)
      if (left === 0) ready.push(to)
    }
  }
  return columns
}

function neighboursOf(edges: readonly GraphEdge[]): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>()
  const add = (from: string, to: string) => {
    const known = found.get(from)
    if (known === undefined) found.set(from, [to])
    else known.push(to)
  }
  for (const { from, to } of edges) {
    add(from, to)
    add(to, from)
  }
  return found
}

/** What has no neighbours yet stands last. */
function meanOf(values: readonly number[]): number {
  return values.length === 0 ? Number.MAX_SAFE_INTEGER : values.reduce((sum, value) => sum + value, 0) / values.length
}
