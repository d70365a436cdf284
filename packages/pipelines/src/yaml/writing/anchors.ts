import type { WrittenNode } from './nodes.ts'

/**
 * The anchors of all nodes that need one. Generated names are counted in the order in which the second mention of a node is met, so an outer one
 * may be `&id002` and what it holds `&id001`.
 */
export function nameAnchors(root: WrittenNode): Map<WrittenNode, string> {
  const names = new Map<WrittenNode, string>()
  const met = new Set<WrittenNode>()
  let last = 0
  const visit = (node: WrittenNode): void => {
    if (met.has(node)) {
      if (!names.has(node)) names.set(node, node.anchor?.name ?? `id${String(++last).padStart(3, '0')}`)
      return
    }
    met.add(node)
    if (node.anchor?.always === true) names.set(node, node.anchor.name)
    if (node.kind === 'sequence') for (const item of node.items) visit(item)
    else if (node.kind === 'mapping') {
      for (const [key, value] of node.entries) {
        visit(key)
        visit(value)
      }
    }
  }
  visit(root)
  return names
}
