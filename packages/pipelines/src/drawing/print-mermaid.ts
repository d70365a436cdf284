import { compareCodePoints } from '../python/index.ts'
import { type Drawing, splitDrawing } from './pipeline-drawing.ts'

/** For Mermaid, as DVC prints it; with `isMarkdown` as a block that code hosts draw. */
export function printMermaid(drawing: Drawing, options: { readonly isMarkdown: boolean }): string {
  const lines = ['flowchart TD']
  let count = 0
  for (const part of splitDrawing(drawing)) {
    const ids = new Map<string, string>()
    for (const node of part.nodes.toSorted(compareCodePoints)) {
      ids.set(node, `node${++count}`)
      lines.push(`\t${ids.get(node) ?? ''}["${node}"]`)
    }
    const edges = [...part.arrows].flatMap(([from, targets]) => targets.map((to) => [from, to] as const))
    const sorted = edges.toSorted((left, right) => compareCodePoints(left[0], right[0]) || compareCodePoints(left[1], right[1]))
    for (const [from, to] of sorted) lines.push(`\t${ids.get(from) ?? ''}-->${ids.get(to) ?? ''}`)
  }
  const text = lines.join('\n')
  return options.isMarkdown ? `\`\`\`mermaid\n${text}\n\`\`\`` : text
}
