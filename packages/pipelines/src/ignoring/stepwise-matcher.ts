import type { Piece } from './pattern-pieces.ts'

/** A step of a match; where it leads is a place among the steps. */
type Step =
  | { readonly kind: 'one' | 'any'; readonly takes: (character: string) => boolean }
  | { readonly kind: 'maybe'; readonly after: number }
  | { readonly kind: 'end' }

/**
 * Matches pieces at the beginning of a path by going through it once, with all places at which a match may be: as fast for any pattern as the path is long times
 * the pattern, where a regular expression would try each way that stars can share a path.
 */
export function toStepwiseMatcher(pieces: readonly Piece[]): (path: string) => boolean {
  const steps: Step[] = []
  addSteps(pieces, steps)
  return (path) => {
    const characters = [...path]
    let places = new Set<number>()
    if (!enter(steps, 0, { places, isEnd: isEnd(characters, 0) })) return true
    for (let at = 0; at < characters.length && places.size > 0; at++) {
      const next = { places: new Set<number>(), isEnd: isEnd(characters, at + 1) }
      for (const place of places) {
        const step = steps[place]
        if (step === undefined || step.kind === 'maybe' || step.kind === 'end' || !step.takes(characters[at] ?? '')) continue
        if (!enter(steps, step.kind === 'one' ? place + 1 : place, next)) return true
      }
      places = next.places
    }
    return false
  }
}

function addSteps(pieces: readonly Piece[], steps: Step[]): void {
  for (const piece of pieces) {
    if (piece.kind === 'maybe') {
      const inner: Step[] = []
      addSteps(piece.pieces, inner)
      steps.push({ kind: 'maybe', after: steps.length + 1 + inner.length }, ...inner)
    } else if (piece.kind === 'end') steps.push(piece)
    else steps.push({ kind: piece.kind, takes: toTest(piece.source) })
  }
}

function toTest(source: string): (character: string) => boolean {
  const regex = new RegExp(`^${source}$`, 'u')
  const known = new Map<string, boolean>()
  return (character) => {
    const found = known.get(character) ?? regex.test(character)
    // Paths have few different characters, and who has more waits a little.
    if (known.size < 1_000) known.set(character, found)
    return found
  }
}

/** Comes to a place and to all that can be reached from it without a character. False where the match is whole. */
function enter(steps: readonly Step[], place: number, state: { readonly places: Set<number>; readonly isEnd: boolean }): boolean {
  const { places, isEnd: isAtEnd } = state
  if (place === steps.length) return false
  if (places.has(place)) return true
  places.add(place)
  const step = steps[place]
  if (step?.kind === 'any') return enter(steps, place + 1, state)
  if (step?.kind === 'maybe') return enter(steps, place + 1, state) && enter(steps, step.after, state)
  return step?.kind !== 'end' || !isAtEnd || enter(steps, place + 1, state)
}

/** Whether what comes is a slash, the end, or a last newline. */
function isEnd(characters: readonly string[], at: number): boolean {
  const character = characters[at]
  return character === undefined || character === '/' || (character === '\n' && at === characters.length - 1)
}
