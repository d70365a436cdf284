import { cos, sin } from '../numerics/elementary.ts'
import type { Problem } from './problem.ts'

const TURNS = 3

export const spirals: Problem = {
  summary: 'two arms wound around each other',
  dimensions: 2,
  classes: 2,
  samplePoint(point, label, { noise, random }) {
    // The square root spreads the points evenly along the arm, which is longer per turn further out.
    const radius = 0.1 + 0.9 * Math.sqrt(random.uniform())
    const angle = 2 * Math.PI * TURNS * radius + Math.PI * label
    point[0] = radius * cos(angle) + noise * random.normal()
    point[1] = radius * sin(angle) + noise * random.normal()
  },
}
