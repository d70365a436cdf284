import { describe, expect, it } from 'vitest'
import { splitExamples } from './split-examples.ts'

const examples = (count: number): { word: string; kind: string }[] =>
  Array.from({ length: count }, (_, index) => ({ word: String(index), kind: ['plant', 'animal', 'stone'][index % 3] ?? '' }))

describe('splitExamples', () => {
  it('takes a third for validation, no example twice, the same each time', () => {
    const split = splitExamples({ training: examples(48), heldOut: examples(1) })
    expect([split.training.length, split.validation.length]).toEqual([32, 16])
    expect(new Set([...split.training, ...split.validation].map(({ word }) => word)).size).toBe(48)
    expect(splitExamples({ training: examples(48), heldOut: examples(1) })).toEqual(split)
  })

  it('leaves every answer in both parts where the list goes through them in turn', () => {
    const { training, validation } = splitExamples({ training: examples(48), heldOut: examples(1) })
    for (const part of [training, validation]) expect(new Set(part.map(({ kind }) => kind)).size).toBe(3)
  })

  it('takes the validation examples that are given, and uses few for both', () => {
    const given = { training: examples(4), validation: examples(2), heldOut: examples(1) }
    expect(splitExamples(given)).toEqual({ training: given.training, validation: given.validation })
    expect(splitExamples({ training: examples(2), heldOut: examples(1) })).toMatchObject({ training: examples(2), validation: examples(2) })
  })
})
