import { describe, expect, it } from 'vitest'
import { defaultOptions } from '../options/index.ts'
import { createDataset } from './dataset.ts'
import { problems, type ProblemType } from './index.ts'

describe.each(Object.keys(problems) as ProblemType[])('%s', (problem_type) => {
  const options = { ...defaultOptions, problem_type, n_samples: 600 }
  const dataset = createDataset(options)

  it('splits n_samples into training and validation', () => {
    expect(dataset.val.labels).toHaveLength(120)
    expect(dataset.train.labels).toHaveLength(480)
    expect(dataset.train.points).toMatchObject({ rows: 480, columns: problems[problem_type].dimensions })
  })

  it('has every class equally often', () => {
    const counts = Array.from({ length: dataset.classes }, (_, label) => dataset.train.labels.filter((other) => other === label).length)
    expect(new Set(counts)).toEqual(new Set([480 / dataset.classes]))
  })

  it('fills about the range from -1 to 1', () => {
    const largest = Math.max(...dataset.train.points.values.map(Math.abs))
    expect(largest).toBeGreaterThan(0.7)
    expect(largest).toBeLessThan(1.6)
  })

  it('draws the same points again for the same seed, and others for another', () => {
    expect(createDataset(options)).toEqual(dataset)
    expect(createDataset({ ...options, seed: 1 }).train.points).not.toEqual(dataset.train.points)
  })
})
