import type { Drawing } from './pipeline-drawing.ts'

/** For Graphviz, as DVC prints it. */
export function printDot({ nodes, arrows }: Drawing): string {
  const quote = (node: string): string => `"${node}"`
  const edges = nodes.flatMap((from) => (arrows.get(from) ?? []).map((to) => `${quote(from)} -> ${quote(to)};\n`))
  return `strict digraph {\n${nodes.map((node) => `${quote(node)};\n`).join('')}${edges.join('')}}\n`
}
