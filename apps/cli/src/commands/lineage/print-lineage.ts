import type { LineageNode, ResponseFor } from '@reprise/protocol'
import { toCellText } from '../../output/cell.ts'
import type { Style } from '../../output/style.ts'

type Lineage = ResponseFor<'getLineage'>

const SHORT = 8

/** What was asked for, and below it one tree of where it came from and one of what became of it. What stands in a tree already is not told twice. */
export function printLineage(lineage: Lineage, style: Style): string {
  const nodes = new Map(lineage.nodes.map((node) => [node.id, node]))
  const root = nodes.get(lineage.root)
  if (root === undefined) return ''
  const sides = [
    ['Came from', linksBy(lineage.edges, 'to', 'from')],
    ['Led to', linksBy(lineage.edges, 'from', 'to')],
  ] as const
  const lines = [describe(root, style)]
  for (const [title, links] of sides) {
    if ((links.get(lineage.root) ?? []).length === 0) continue
    lines.push(style.bold(title), ...treeOf(lineage.root, { nodes, links, style }))
  }
  return lines.map((line) => `${line}\n`).join('')
}

type Links = ReadonlyMap<string, readonly string[]>

function linksBy(edges: Lineage['edges'], at: 'from' | 'to', other: 'from' | 'to'): Links {
  const links = new Map<string, string[]>()
  for (const edge of edges) {
    const known = links.get(edge[at])
    if (known === undefined) links.set(edge[at], [edge[other]])
    else known.push(edge[other])
  }
  return links
}

interface Drawing {
  readonly nodes: ReadonlyMap<string, LineageNode>
  readonly links: Links
  readonly style: Style
}

/** Deep chains must not end in a full stack, so what is still to be drawn stands in a list. */
function treeOf(root: string, { nodes, links, style }: Drawing): string[] {
  const lines: string[] = []
  const been = new Set([root])
  const below = (id: string, before: string, from?: string): Branch[] => {
    // A folder has files that have a folder: between the two, nothing leads back.
    const isBack = (child: string): boolean => child === from && nodes.get(id)?.run === undefined && nodes.get(child)?.run === undefined
    return branchesOf(
      id,
      before,
      (links.get(id) ?? []).filter((child) => !isBack(child)),
    ).toReversed()
  }
  const waiting = below(root, '')
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { id, before, isLast, from } = next
    const node = nodes.get(id)
    if (node === undefined) continue
    const isKnown = been.has(id)
    been.add(id)
    const goesOn = isKnown && (links.get(id) ?? []).length > 0 ? style.dim(' (see above)') : ''
    lines.push(`${before}${isLast ? '└─' : '├─'} ${describe(node, style)}${goesOn}`)
    if (!isKnown) waiting.push(...below(id, `${before}${isLast ? '   ' : '│  '}`, from))
  }
  return lines
}

interface Branch {
  readonly id: string
  readonly before: string
  readonly isLast: boolean
  readonly from: string
}

function branchesOf(from: string, before: string, children: readonly string[]): Branch[] {
  return children.map((child, index) => ({ id: child, before, isLast: index === children.length - 1, from }))
}

function describe({ run, data, has_more: hasMore }: LineageNode, style: Style): string {
  const more = hasMore === true ? ' …' : ''
  if (run !== undefined) return `${style.bold(toCellText(run.run_name ?? 'run'))}  ${run.run_id.slice(0, SHORT)}  ${run.status}${more}`
  if (data === undefined) return '?'
  const [name = data.digest.endsWith('.dir') ? 'a folder' : 'a file', ...others] = data.names
  const also = others.length === 0 ? '' : `, also ${others.join(', ')}`
  return `${toCellText(name + also)}  ${style.dim(shorten(data.digest))}${data.is_empty === true ? ' (empty)' : ''}${more}`
}

function shorten(digest: string): string {
  const [hash = '', ending] = digest.split('.')
  return `${hash.slice(0, SHORT)}${ending === undefined ? '' : `.${ending}`}`
}
