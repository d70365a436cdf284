import { describe, expect, it } from 'vitest'
import { csvOf, matrixModelOf, reasonForNone, statusOf } from './matrix-model.ts'

const row = (id: string, counts: number[][] | undefined) => ({
  run: { id, name: id, colour: 'red', artifactUri: `mlflow-artifacts:/${id}` },
  matrix: counts === undefined ? undefined : { actual: ['x', 'y'], predicted: ['x', 'y'], counts },
  reason: counts === undefined ? 'This run has no cm.json.' : '',
})
const [a, b, c] = [
  row('a', [
    [1, 2],
    [3, 4],
  ]),
  row('b', [
    [2, 2],
    [3, 5],
  ]),
  row('c', undefined),
]
const shownOf = (rows: readonly (typeof a)[]) => ({ rows, path: 'cm.json', isPicture: false, runs: rows.length })

describe('matrices of runs', () => {
  it('stand beside each other, and runs without one are counted', () => {
    const model = matrixModelOf([a, b, c], { norm: 'counts', isDifference: false })
    expect(model.shown.map(({ title }) => title)).toEqual(['a', 'b'])
    expect(statusOf(model, false, shownOf([a, b, c]))).toBe('2 of 3 runs have a matrix in cm.json.')
    expect(csvOf(model).split('\n').slice(0, 3)).toEqual(['run_id,run_name,actual,predicted,count', 'a,a,x,x,1', 'a,a,x,y,2'])
  })

  it('are the second less the first, where there are two', () => {
    const two = matrixModelOf([a, b], { norm: 'counts', isDifference: true })
    expect(two.shown.map(({ title, cells }) => [title, cells.values])).toEqual([
      [
        'b − a',
        [
          [1, 0],
          [0, 1],
        ],
      ],
    ])
    const one = matrixModelOf([a, c], { norm: 'counts', isDifference: true })
    expect([one.isDifference, one.shown.length]).toEqual([false, 1])
    expect(statusOf(one, true, shownOf([a, c]))).toContain('A difference takes two.')
  })

  it('say why there are none once all files were read', () => {
    const model = matrixModelOf([c, c], { norm: 'counts', isDifference: false })
    expect(reasonForNone(model, true, shownOf([c, c]))).toBeUndefined()
    expect(reasonForNone(model, false, shownOf([c, c]))).toBe('This run has no cm.json.')
  })
})
