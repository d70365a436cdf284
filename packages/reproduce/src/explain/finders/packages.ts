import { compareRecords } from '@reprise/compare'
import type { RecordedPackage } from '@reprise/protocol'
import { Obstacle } from '../../obstacle.ts'
import type { RerunRequest } from '../../rerun.ts'
import { applyPython } from '../python/apply-python.ts'
import type { Finder, Sides } from '../sides.ts'
import type { Toggle, Untried } from '../toggle.ts'

/** Python packages in other versions, or edited. What the run did not load is no cause. */
export const findPackages: Finder = async (sides) => {
  const { a, here } = sides
  const differing = compareRecords(a.record, here).filter(({ part, isUnused }) => part === 'package' && isUnused !== true)
  const found: (Toggle | Untried)[] = []
  for (const { subject } of differing) {
    const ecosystem = [a.record, here].flatMap(({ environment }) => environment.packages.filter(({ name }) => name === subject))[0]
      ?.ecosystem
    // Those of Node.js are installed together.
    if (ecosystem !== 'node') found.push(await toToggle(sides, subject))
  }
  return found
}

async function toToggle(sides: Sides, subject: string): Promise<Toggle | Untried> {
  const cause = { kind: 'package', subject } as const
  const [wanted, present] = [sides.a.record, sides.here].map(({ environment }) => environment.packages.find(({ name }) => name === subject))
  if (wanted === undefined) return { ...cause, why: `${sides.name} did not have it, and it can not be taken away alone` }
  if (wanted.ecosystem !== 'python') return { ...cause, why: `packages of ${wanted.ecosystem} can not be changed one by one` }
  const toggle: Toggle = {
    ...cause,
    did: `${subject} ${describe(wanted)} as in ${sides.name}, instead of ${present === undefined ? 'none' : describe(present)}`,
    weight: 10,
    python: { wanted, present },
  }
  // What can not be had here is said before anything is run.
  try {
    await applyPython(nothing, { chosen: [toggle], all: [toggle] }, sides)
    return toggle
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error
    return { ...cause, why: error.message }
  }
}

function describe({ version, edited }: RecordedPackage): string {
  return edited.length === 0 ? version : `${version} with edits`
}

const nothing: RerunRequest = {
  argv: [],
  folder: '/',
  variables: {},
  mounts: [],
  isTraced: false,
  original: '',
  experiment: '',
  name: '',
  params: [],
  tags: {},
}
