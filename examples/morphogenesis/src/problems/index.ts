import { clusters } from './clusters.ts'
import { moons } from './moons.ts'
import type { Problem } from './problem.ts'
import { spheres } from './spheres.ts'
import { spirals } from './spirals.ts'

/** Every problem by the name that `--problem-type` takes. */
export const problems = { spirals, moons, clusters, spheres } satisfies Record<string, Problem>

export type ProblemType = keyof typeof problems
