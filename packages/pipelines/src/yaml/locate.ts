import { Composer } from './composing/composer.ts'
import type { Node } from './composing/nodes.ts'

/**
 * Where the key or item at a path stands in a text: line and column count from 1. Where it is missing, the place of what should hold it;
 * undefined where the text is broken.
 */
export function locateYaml(text: string, path: readonly (string | number)[]): { line: number; column: number } | undefined {
  let node: Node | undefined
  try {
    node = new Composer(text.replace(/\r\n?/g, '\n'), false).compose()
  } catch {
    return undefined
  }
  let mark = node?.mark
  for (const step of path) {
    const found: { key: Node; value: Node } | undefined = node === undefined ? undefined : child(node, step)
    if (found === undefined) break
    mark = found.key.mark
    node = found.value
  }
  return mark === undefined ? undefined : { line: mark.line + 1, column: mark.column + 1 }
}

function child(node: Node, step: string | number): { key: Node; value: Node } | undefined {
  if (node.kind === 'sequence') {
    const item = node.items[Number(step)]
    return item === undefined ? undefined : { key: item, value: item }
  }
  if (node.kind !== 'mapping') return undefined
  const entry = node.entries.find(([key]) => key.kind === 'scalar' && key.value === String(step))
  return entry === undefined ? undefined : { key: entry[0], value: entry[1] }
}
