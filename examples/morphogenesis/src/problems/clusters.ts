import type { Problem } from './problem.ts'

const CLASSES = 3
const SPREAD = 0.14

export const clusters: Problem = {
  summary: 'nine round clusters on a square grid, each class once in every row and column',
  dimensions: 2,
  classes: CLASSES,
  samplePoint(point, label, { noise, random }) {
    const row = Math.floor(random.uniform() * CLASSES)
    const column = (label + row) % CLASSES
    const spread = Math.sqrt(SPREAD * SPREAD + noise * noise)
    point[0] = (column - 1) * 0.8 + spread * random.normal()
    point[1] = (row - 1) * 0.8 + spread * random.normal()
  },
}
