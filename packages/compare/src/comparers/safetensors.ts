import { readSafetensors, type Tensor } from '../archives/read-safetensors.ts'
import type { CompareContext, Comparer } from '../comparer.ts'
import type { Comparison } from '../comparison.ts'
import { addArrays } from '../numbers/add-arrays.ts'
import { createTally } from '../numbers/tally.ts'
import { addTexts } from '../text/add-values.ts'

/** Tensors by name, and the texts beside them; their order in the file says nothing. */
export const safetensorsComparer: Comparer = {
  name: 'safetensors',
  takes: ({ name }) => name.endsWith('.safetensors'),
  compare: compareSafetensors,
}

function compareSafetensors(a: Uint8Array, b: Uint8Array, { tolerance, settings }: CompareContext): Comparison {
  const [{ tensors: first, metadata: textsA }, { tensors: second, metadata: textsB }] = [readSafetensors(a), readSafetensors(b)]
  const tally = createTally(tolerance)
  const notes: string[] = []
  for (const name of new Set([...first.keys(), ...second.keys()])) {
    const [left, right] = [first.get(name), second.get(name)]
    if (left === undefined || right === undefined || describe(left) !== describe(right)) {
      tally.addExact(false, () => ({ place: name, a: describe(left), b: describe(right) }))
      if (left !== undefined && right !== undefined && left.type !== right.type) notes.push(`${name} is ${right.type}, not ${left.type}`)
      continue
    }
    addArrays(tally, { a: left.data, b: right.data, element: left.element, isLittle: true, shape: left.shape, name })
  }
  for (const name of new Set([...textsA.keys(), ...textsB.keys()])) {
    const pair = [textsA.get(name) ?? 'missing', textsB.get(name) ?? 'missing'] as const
    addTexts(tally, pair, { name, place: () => `metadata ${name}`, settings })
  }
  return { rung: tally.rung(), comparer: 'safetensors', evidence: tally.evidence(), notes }
}

function describe(tensor: Tensor | undefined): string {
  return tensor === undefined ? 'missing' : `${tensor.type} (${tensor.shape.join(', ')})`
}
