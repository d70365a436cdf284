import { RepriseError } from '@reprise/protocol/errors'
import { addressOf, type OwnedOut, type Show, type StageGraph } from '../graph/index.ts'
import type { Addition } from './add-data.ts'

/** Throws RESOURCE_CONFLICT, in DVC's words, where new data would hold, or be held by, other data. */
export function assertNoOverlap(additions: readonly Addition[], graph: StageGraph, show: Show): void {
  const fresh = additions.filter(({ known }) => known === undefined)
  const seen = new Set<string>()
  for (const { file } of fresh) {
    const at = file.slice(0, -'.dvc'.length)
    const [inside] = graph.outs.overlapping(at)
    if (inside !== undefined) throw holds(at, inside, show)
    const other = [...seen].find((one) => one.startsWith(`${at}/`) || at.startsWith(`${one}/`))
    if (other !== undefined)
      throw nested(
        [at, other].toSorted((a, b) => a.length - b.length),
        show,
      )
    seen.add(at)
  }
}

function holds(at: string, { out, stage }: OwnedOut, show: Show): RepriseError {
  const [parent, inside] = [show(at), show(out.at)]
  const message = `Cannot add '${parent}', because it is overlapping with other DVC tracked output: '${inside}'.`
  const advice = `To include '${inside}' in '${parent}', run 'reprise remove ${addressOf(stage, show)}' and then 'reprise add ${parent}'`
  return new RepriseError('RESOURCE_CONFLICT', `${message}\n${advice}`)
}

function nested([parent = '', inside = '']: readonly string[], show: Show): RepriseError {
  const message = `Cannot add '${show(parent)}', because it is overlapping with other DVC tracked output: '${show(inside)}'.`
  return new RepriseError('RESOURCE_CONFLICT', `${message}\nAdd only '${show(parent)}', which holds the other.`)
}
