import type { ReactNode } from 'react'
import styles from './graph.module.css'
import { type GraphEdge, type GraphNode, layOut, type Placed } from './lay-out.ts'

interface Props<Node extends GraphNode> {
  readonly label: string
  readonly nodes: readonly Node[]
  readonly edges: readonly GraphEdge[]
  /** Edges and borders of what is stale, of what was asked for. */
  readonly lookOf: (node: Node) => 'plain' | 'root' | 'stale'
  /** What stands in the box of a node. */
  readonly children: (node: Node) => ReactNode
}

/** What comes from what, from left to right, in boxes that one can scroll to. */
export function Graph<Node extends GraphNode>({ label, nodes, edges, lookOf, children }: Props<Node>) {
  const { placed, width, height } = layOut(nodes, edges)
  const at = new Map(placed.map((one) => [one.node.id, one]))
  return (
    <div className={styles['scroller']} role="region" aria-label={label} tabIndex={0}>
      <div style={{ position: 'relative', width, height }}>
        <svg width={width} height={height} aria-hidden="true" className={styles['edges']}>
          {edges.map(({ from, to }) => (
            <Edge key={`${from} ${to}`} from={at.get(from)} to={at.get(to)} />
          ))}
        </svg>
        {placed.map(({ node, x, y, width: across, height: down }) => (
          <div
            key={node.id}
            className={`${styles['node'] ?? ''} ${styles[lookOf(node)] ?? ''}`}
            style={{ left: x, top: y, width: across, height: down }}
          >
            {children(node)}
          </div>
        ))}
      </div>
    </div>
  )
}

function Edge({ from, to }: { readonly from: Placed<GraphNode> | undefined; readonly to: Placed<GraphNode> | undefined }) {
  if (from === undefined || to === undefined) return null
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2]
  const bend = Math.max(20, (x2 - x1) / 2)
  return <path d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`} />
}
