import { cos, sin } from '../numerics/elementary.ts'
import type { Problem } from './problem.ts'

export const moons: Problem = {
  summary: 'two half circles, one reaching into the other',
  dimensions: 2,
  classes: 2,
  samplePoint(point, label, { noise, random }) {
    const angle = Math.PI * random.uniform()
    const side = label === 0 ? 1 : -1
    // The lower moon is the upper one, turned by half a circle about the origin.
    point[0] = side * (0.6 * cos(angle) - 0.3) + noise * random.normal()
    point[1] = side * (0.6 * sin(angle) - 0.15) + noise * random.normal()
  },
}
