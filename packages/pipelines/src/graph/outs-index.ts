import { RepriseError } from '@reprise/protocol/errors'
import { addressOf, showData, type Show } from './addressing.ts'
import { keyOf, type Stage, type StageOut } from './stage.ts'

/** An output with the stage that makes it. */
export interface OwnedOut {
  readonly out: StageOut
  readonly stage: Stage
}

/** The outputs of a project by where they are. */
export interface OutsIndex {
  /** Those at a path, above it, or below it. */
  overlapping(at: string): readonly OwnedOut[]
  /** The one at a path or the nearest above it. */
  covering(at: string): OwnedOut | undefined
  all(): Iterable<OwnedOut>
}

/** Throws RESOURCE_CONFLICT, in DVC's words, for two outputs of which one is the other, or in the other. */
export function indexOuts(stages: readonly Stage[], show: Show): OutsIndex {
  const outs = new Map<string, OwnedOut>()
  /** For each folder above an output: the outputs in it. */
  const below = new Map<string, OwnedOut[]>()
  for (const stage of stages) {
    for (const out of stage.outs) {
      const owned = { out, stage }
      const same = outs.get(out.at)
      if (same !== undefined) throw duplicated(owned, same, show)
      const inside = below.get(out.at)?.[0]
      if (inside !== undefined) throw overlapped(owned, inside, show)
      const above = nearest(outs, parentsOf(out.at))
      if (above !== undefined) throw overlapped(above, owned, show)
      outs.set(out.at, owned)
      for (const parent of parentsOf(out.at)) {
        const members = below.get(parent)
        if (members === undefined) below.set(parent, [owned])
        else members.push(owned)
      }
    }
  }
  return {
    overlapping: (at) => {
      const covering = nearest(outs, [at, ...parentsOf(at)])
      return covering === undefined ? (below.get(at) ?? []) : [covering]
    },
    covering: (at) => nearest(outs, [at, ...parentsOf(at)]),
    all: () => outs.values(),
  }
}

function nearest(outs: ReadonlyMap<string, OwnedOut>, paths: Iterable<string>): OwnedOut | undefined {
  for (const path of paths) {
    const found = outs.get(path)
    if (found !== undefined) return found
  }
  return undefined
}

/** The folders above a path, the nearest first; the root of the project last. */
function parentsOf(path: string): string[] {
  const parents: string[] = []
  if (path.includes('://') || path === '') return parents
  for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) parents.push(path.slice(0, slash))
  if (!path.startsWith('/')) parents.push('')
  return parents
}

function duplicated(one: OwnedOut, other: OwnedOut, show: Show): RepriseError {
  const name = showData(one.out, show)
  if (keyOf(one.stage) === keyOf(other.stage)) {
    const address = addressOf(one.stage, show)
    const message = `output '${name}' is already specified in stage: '${address}'.`
    return new RepriseError('RESOURCE_CONFLICT', `${message}\nUse \`dvc remove ${address}\` to stop tracking the overlapping output.`)
  }
  const stages = [one.stage, other.stage].map((stage) => `\t- ${addressOf(stage, show)}`).join('\n')
  const advice = 'Use `dvc remove` with any of the above targets to stop tracking the overlapping output.'
  return new RepriseError('RESOURCE_CONFLICT', `output '${name}' is specified in:\n${stages}\n${advice}`)
}

function overlapped(parent: OwnedOut, inside: OwnedOut, show: Show): RepriseError {
  const line = ({ out, stage }: OwnedOut): string => `'${showData(out, show)}'('${addressOf(stage, show)}')`
  const advice = 'To keep reproducibility, outputs should be in separate tracked directories or tracked individually.'
  return new RepriseError(
    'RESOURCE_CONFLICT',
    `The output paths:\n${line(parent)}\n${line(inside)}\noverlap and are thus in the same tracked directory.\n${advice}`,
  )
}
