import type { parser } from '@lezer/python'

/** A tree of the parser. */
export type SyntaxTree = ReturnType<typeof parser.parse>

/** A node of Python's syntax with the text that it stands for. */
export interface Syntax {
  readonly name: string
  readonly text: string
  readonly children: readonly Syntax[]
}

/** Copies a tree of the parser, so that nothing below knows of it; comments are left out. */
export function toSyntax(node: SyntaxTree['topNode'], source: string): Syntax {
  const children: Syntax[] = []
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(toSyntax(child, source))
  }
  return { name: node.name, text: source.slice(node.from, node.to), children }
}
