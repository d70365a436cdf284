import type { LineageEdge, LineageNode } from '@reprise/protocol'

/** A node and where it stands, in pixels. */
export interface Placed {
  readonly node: LineageNode
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

/**
 * Places nodes in columns by their distance from what was asked for, against the current to the left. In a column they stand near the middle of
 * their neighbours in the columns before, which keeps most edges from crossing.
 */
export function layOut(nodes: readonly LineageNode[], edges: readonly LineageEdge[]): { placed: Placed[]; width: number; height: number } {
  const distances = [...new Set(nodes.map(({ distance }) => distance))].toSorted((a, b) => a - b)
  const neighbours = neighboursOf(edges)
  const rows = new Map<string, number>()
  const placed: Placed[] = []
  for (const [column, distance] of distances.entries()) {
    const members = nodes
      .filter((node) => node.distance === distance)
      .map((node) => ({ node, wish: meanOf((neighbours.get(node.id) ?? []).flatMap((id) => rows.get(id) ?? [])) }))
      .toSorted((a, b) => a.wish - b.wish)
    for (const [row, { node }] of members.entries()) {
      rows.set(node.id, row)
      placed.push({ node, x: MARGIN + column * ACROSS, y: MARGIN + row * DOWN, width: WIDTH, height: HEIGHT })
    }
  }
  const most = (values: number[]) => Math.max(0, ...values)
  return { placed, width: most(placed.map(({ x }) => x)) + WIDTH + MARGIN, height: most(placed.map(({ y }) => y)) + HEIGHT + MARGIN }
}

function neighboursOf(edges: readonly LineageEdge[]): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>()
  const add = (from: string, to: string) => found.set(from, [...(found.get(from) ?? []), to])
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
