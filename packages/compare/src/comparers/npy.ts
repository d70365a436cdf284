import { looksLikeNpy, readNpy, type NpyArray } from '../archives/read-npy.ts'
import { type CompareContext, type Comparer, Unreadable } from '../comparer.ts'
import type { Comparison } from '../comparison.ts'
import { addArrays } from '../numbers/add-arrays.ts'
import { createTally } from '../numbers/tally.ts'

/** Arrays of NumPy: numbers by their type; how the header is written says nothing. Objects and records stay bytes. */
export const npyComparer: Comparer = {
  name: 'npy',
  takes: ({ bytes }) => looksLikeNpy(bytes),
  compare: compareNpy,
}

function compareNpy(a: Uint8Array, b: Uint8Array, { tolerance }: CompareContext): Comparison {
  const [first, second] = [readNpy(a), readNpy(b)]
  const tally = createTally(tolerance)
  const [typeA, typeB] = [describe(first), describe(second)]
  const notes: string[] = []
  if (typeA === typeB) addArrays(tally, { a: first.data, b: second.data, ...first })
  else if (sameLayout(first, second)) throw new Unreadable('the arrays lie in another order')
  else {
    tally.addExact(false, () => ({ place: 'header', a: typeA, b: typeB }))
    if (first.type !== second.type) notes.push(`the numbers are ${second.type}, not ${first.type}`)
  }
  return { rung: tally.rung(), comparer: 'npy', evidence: tally.evidence(), notes }
}

/** One dimension lies the same way in both orders. */
function describe({ type, shape, isFortran }: NpyArray): string {
  return `${type} (${shape.join(', ')})${isFortran && shape.length > 1 ? ' in Fortran order' : ''}`
}

function sameLayout(a: NpyArray, b: NpyArray): boolean {
  return a.type === b.type && a.shape.join() === b.shape.join()
}
