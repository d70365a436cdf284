import type { Problem } from './problem.ts'

const DIMENSIONS = 3

export const spheres: Problem = {
  summary: 'two shells about one centre, in three dimensions',
  dimensions: DIMENSIONS,
  classes: 2,
  samplePoint(point, label, { noise, random }) {
    // A normal vector has no preferred direction; only its length has to be set.
    let square = 0
    for (let axis = 0; axis < DIMENSIONS; axis++) {
      const coordinate = random.normal()
      point[axis] = coordinate
      square += coordinate * coordinate
    }
    const radius = (label === 0 ? 0.6 : 1) + noise * random.normal()
    for (let axis = 0; axis < DIMENSIONS; axis++) point[axis] = ((point[axis] ?? 0) * radius) / Math.sqrt(square)
  },
}
