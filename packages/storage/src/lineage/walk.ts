import type { Connection } from '../database.ts'
import { isEmpty } from './data.ts'
import { findNeighbours, idOf, type Subject } from './neighbours.ts'

export interface WalkOptions {
  readonly directions: readonly ('up' | 'down')[]
  /** Steps from a run to data, or from data to a run. */
  readonly depth: number
  /** Subjects of the answer, the first included. */
  readonly most: number
}

export interface Step {
  readonly subject: Subject
  /** Steps from the first; negative against the current. */
  readonly distance: number
  /** Whether something next to it was left out. */
  hasMore: boolean
}

export interface Walk {
  /** By id, the nearest first. */
  readonly steps: ReadonlyMap<string, Step>
  /** With the current: from what was read to the run that read it, and from a folder to its file or a file to its folder, as it went on. */
  readonly edges: readonly { readonly from: string; readonly to: string }[]
}

/** Neighbours of one subject that are looked at: data that all runs read must not fill the answer. */
const MOST_NEIGHBOURS = 100
const EDGES_PER_STEP = 10

/** Goes from a subject with and against the current, one step in each direction at a time, until depth or number are reached. */
export async function walkLineage(connection: Connection, first: Subject, options: WalkOptions): Promise<Walk> {
  const steps = new Map<string, Step>([[idOf(first), { subject: first, distance: 0, hasMore: false }]])
  const edges = new Map<string, { readonly from: string; readonly to: string }>()
  const fronts = options.directions.map((direction) => ({
    isUp: direction === 'up',
    subjects: [first],
    been: new Map([[idOf(first), 'open']]),
  }))
  for (let distance = 1; distance <= options.depth + 1; distance++) {
    // One step more than is answered says whether there was more.
    const isBeyond = distance > options.depth
    for (const front of fronts) {
      const from = front.subjects.filter((subject) => subject === first || subject.data === undefined || !isEmpty(subject.data))
      front.subjects = []
      const isOpen = (subject: Subject): boolean => front.been.get(idOf(subject)) === 'open'
      const options_ = { isUp: front.isUp, most: MOST_NEIGHBOURS, isOpen }
      for (const { of, subjects, related, hasMore } of await findNeighbours(connection, from, options_)) {
        const step = steps.get(idOf(of))
        if (step === undefined) continue
        step.hasMore ||= hasMore
        for (const [subject, how] of [
          ...subjects.map((each) => [each, 'open'] as const),
          ...related.map((each) => [each, 'closed'] as const),
        ]) {
          const [own, next] = [idOf(of), idOf(subject)]
          if (!steps.has(next) && (isBeyond || steps.size >= options.most)) {
            step.hasMore = true
            continue
          }
          if (!steps.has(next)) steps.set(next, { subject, distance: front.isUp ? -distance : distance, hasMore: false })
          const edge = front.isUp ? { from: next, to: own } : { from: own, to: next }
          if (edges.size < options.most * EDGES_PER_STEP) edges.set(`${edge.from} ${edge.to}`, edge)
          else step.hasMore = true
          // From a folder that a file led to, not to its other files: nobody read them.
          const before = front.been.get(next)
          if (before === 'open' || before === how) continue
          front.been.set(next, how)
          front.subjects.push(subject)
        }
      }
    }
  }
  return { steps, edges: [...edges.values()] }
}
