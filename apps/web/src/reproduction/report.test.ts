import { describe, expect, it } from 'vitest'
import { readReport } from './report.ts'

describe('a report of a reproduction', () => {
  it('names what differs first, with where and by how much', () => {
    const { results, why } = readReport({
      why: 'One of 2 results differs.',
      items: [
        { kind: 'metric', name: 'kept', rung: 'identical', comparer: 'none', evidence: {}, notes: [] },
        { kind: 'metric', name: 'aside', rung: 'notJudged', comparer: 'none', evidence: {}, notes: [] },
        {
          kind: 'metric',
          name: 'loss',
          rung: 'different',
          comparer: 'series',
          evidence: { first: { place: 'step 3', a: '1', b: '2' }, largestAbsolute: 1, compared: 9, differing: 4 },
          notes: ['a note'],
        },
      ],
    })
    expect(why).toBe('One of 2 results differs.')
    expect(results.map(({ name }) => name)).toEqual(['loss', 'kept', 'aside'])
    expect(results[0]?.how).toBe('step 3: 1 against 2; largest difference 1; 4 of 9 differ; a note; by series')
  })

  it.each([
    null,
    'text',
    [],
    { items: 'x', causes: [1, null], notes: {} },
    { items: [{ evidence: { largestAbsolute: 'x', first: 'y' } }] },
  ])('is read as far as it makes sense: %j', (json) => expect(() => readReport(json)).not.toThrow())
})
