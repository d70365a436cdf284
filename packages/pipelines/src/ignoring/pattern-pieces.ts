/** What a pattern asks of a path, piece by piece. */
export type Piece =
  /** One character, and any number of such; `source` is a regular expression for one. */
  | { readonly kind: 'one' | 'any'; readonly source: string }
  /** All of them or none. */
  | { readonly kind: 'maybe'; readonly pieces: readonly Piece[] }
  /** A slash, the end, or, as Python's `$` has it, a last newline; the last piece. */
  | { readonly kind: 'end' }

export function one(source: string): { readonly kind: 'one'; readonly source: string } {
  return { kind: 'one', source }
}

/** The regular expression. */
export function toSource(pieces: readonly Piece[]): string {
  return pieces.map(sourceOf).join('')
}

function sourceOf(piece: Piece): string {
  switch (piece.kind) {
    case 'one':
      return piece.source
    case 'any':
      return `${piece.source}*`
    case 'maybe':
      return `(?:${toSource(piece.pieces)})?`
    case 'end':
      return '(?:/|(?=\\n?$))'
  }
}

/** How many of them may take any number of characters. */
export function countRepeated(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + (piece.kind === 'maybe' ? countRepeated(piece.pieces) : piece.kind === 'any' ? 1 : 0), 0)
}
