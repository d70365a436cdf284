import type { Lab } from './lab.ts'

type CauseKind =
  | 'code'
  | 'data'
  | 'package'
  | 'interpreter'
  | 'environment'
  | 'seed'
  | 'threads'
  | 'cpu'
  | 'time'
  | 'network'
  | 'order'
  | 'precision'
  | 'nondeterminism'
  | 'missing'

/** What reproducing a run has to come to. */
export interface Expectation {
  readonly verdict: 'BIT_IDENTICAL' | 'WITHIN_TOLERANCE' | 'DIVERGED' | 'CANNOT'
  readonly kind: string
  /** The kind of the cause that is named first; absent where there is nothing to explain. */
  readonly cause?: CauseKind
  /** Part of what the cause is said to be. */
  readonly subject?: RegExp
}

/** A run that is made, what is done to it or its surroundings afterwards, and what it has to come to. */
export interface Case {
  readonly name: string
  /** What not every machine has. */
  readonly needs?: 'cc' | 'taskset' | 'uv' | 'a second Python' | 'mlflow' | 'a mount namespace' | 'a mount namespace and a second Python'
  /** Runs the program and plants the cause. */
  readonly plant: (lab: Lab) => Promise<Planted>
  readonly expected: Expectation
}

export interface Planted {
  readonly run: string
  /** Options of `reprise reproduce`. */
  readonly args?: readonly string[]
  /** Variables around `reprise reproduce`. */
  readonly env?: Readonly<Record<string, string>>
  /** Words before the command line: `taskset -c 0`. */
  readonly within?: readonly string[]
}
