import { describe, expect, it } from 'vitest'
import { parseMatrix } from './parse-matrix.ts'

const square = {
  actual: ['cat', 'dog'],
  predicted: ['cat', 'dog'],
  counts: [
    [5, 1],
    [2, 7],
  ],
}

describe('a confusion matrix', () => {
  it.each([
    ['labels and a square, as JSON', '{"labels": ["cat", "dog"], "matrix": [[5, 1], [2, 7]]}', 'cm.json'],
    ['counts by class', '{"cat": {"cat": 5, "dog": 1}, "dog": {"cat": 2, "dog": 7}}', 'cm.json'],
    ['a grid with labels on both sides', ',cat,dog\ncat,5,1\ndog,2,7\n', 'cm.csv'],
    ['a grid with labels above', 'cat\tdog\n5\t1\n2\t7\n', 'cm.tsv'],
    ['a data frame, as pandas splits it', '{"columns": ["cat", "dog"], "index": ["cat", "dog"], "data": [[5, 1], [2, 7]]}', 'cm.json'],
    ['counted pairs', 'Actual,Predicted,nPredictions\ncat,cat,5\ncat,dog,1\ndog,cat,2\ndog,dog,7\n', 'cm.csv'],
  ])('is read from %s', (_, text, path) => {
    expect(parseMatrix(text, path)).toEqual(square)
  })

  it('is counted from rows of actual and predicted classes, as DVC and mlflow.log_table keep them', () => {
    const expected = {
      actual: ['2', '10'],
      predicted: ['2', '10'],
      counts: [
        [1, 1],
        [0, 2],
      ],
    }
    const pairs = [
      [2, 2],
      [2, 10],
      [10, 10],
      [10, 10],
    ]
    const records = pairs.map(([actual, predicted]) => ({ actual, predicted }))
    expect(parseMatrix(JSON.stringify(records), 'plots/cm.json')).toEqual(expected)
    expect(parseMatrix(JSON.stringify({ preds: records }), 'plots/cm.json')).toEqual(expected)
    expect(parseMatrix(JSON.stringify({ columns: ['y_true', 'y_pred'], data: pairs }), 'table.json')).toEqual(expected)
    expect(parseMatrix(`predicted,actual\n${pairs.map(([actual, predicted]) => `${predicted},${actual}`).join('\n')}`, 'cm.csv')).toEqual(
      expected,
    )
  })

  it('has numbers for classes that have no names', () => {
    const bare = {
      actual: ['0', '1'],
      predicted: ['0', '1'],
      counts: [
        [5, 1],
        [2, 7],
      ],
    }
    expect(parseMatrix('[[5, 1], [2, 7]]', 'cm.json')).toEqual(bare)
    expect(parseMatrix('5,1\n2,7\n', 'cm.csv')).toEqual(bare)
  })

  it('is not what only looks like one', () => {
    const others = ['', 'hello', '{}', '[]', '[[1, 2], [3]]', '{"loss": 0.1}', '[{"step": 1, "loss": 2}]']
    expect(others.map((text) => parseMatrix(text, 'x.json'))).toEqual(others.map(() => undefined))
    expect(parseMatrix('step,loss\n1,0.5\n', 'x.csv')).toBeUndefined()
    const huge = Array.from({ length: 201 }, () => Array(201).fill(1))
    expect(parseMatrix(JSON.stringify(huge), 'x.json')).toBeUndefined()
  })
})
