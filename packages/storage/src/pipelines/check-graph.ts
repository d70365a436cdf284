import { excerpt, RepriseError } from '@reprise/protocol'

/** Of a stage: what says where it stands in the graph. */
export interface GraphStage {
  readonly name: string
  readonly needs: readonly string[]
}

/** Stages of a cycle that a message names. */
const MOST_NAMED = 10

/**
 * The stages in an order in which each comes after those that it needs. Throws INVALID_PARAMETER_VALUE with the place for a name that two stages
 * have, for one that no stage has, and for a cycle.
 */
export function orderStages<Stage extends GraphStage>(stages: readonly Stage[]): Stage[] {
  const byName = new Map<string, Stage>()
  stages.forEach((stage, index) => {
    if (byName.has(stage.name)) throw refused(`Parameter 'stages[${index}].name': there is another stage ${quote(stage.name)}.`)
    byName.set(stage.name, stage)
  })
  const waiting = new Map<string, number>()
  const neededBy = new Map<string, Stage[]>()
  stages.forEach((stage, index) => {
    const needs = new Set(stage.needs)
    waiting.set(stage.name, needs.size)
    for (const name of needs) {
      if (!byName.has(name))
        throw refused(`Parameter 'stages[${index}].needs[${stage.needs.indexOf(name)}]': there is no stage ${quote(name)}.`)
      const others = neededBy.get(name)
      if (others === undefined) neededBy.set(name, [stage])
      else others.push(stage)
    }
  })
  const ordered = stages.filter((stage) => waiting.get(stage.name) === 0)
  for (const done of ordered) {
    for (const stage of neededBy.get(done.name) ?? []) {
      const left = (waiting.get(stage.name) ?? 0) - 1
      waiting.set(stage.name, left)
      if (left === 0) ordered.push(stage)
    }
  }
  if (ordered.length < stages.length) throw cycle(byName, new Set(ordered))
  return ordered
}

/** What is left over needs something that is left over, so going on from one to the next comes round. */
function cycle<Stage extends GraphStage>(byName: ReadonlyMap<string, Stage>, done: ReadonlySet<Stage>): RepriseError {
  const path: Stage[] = []
  let stage = [...byName.values()].find((candidate) => !done.has(candidate))
  const been = new Set<Stage>()
  while (stage !== undefined && !been.has(stage)) {
    been.add(stage)
    path.push(stage)
    const next: string | undefined = stage.needs.find((name) => {
      const needed = byName.get(name)
      return needed !== undefined && !done.has(needed)
    })
    stage = next === undefined ? undefined : byName.get(next)
  }
  const round = stage === undefined ? path : path.slice(path.indexOf(stage))
  const names = [...round, ...round.slice(0, 1)].map(({ name }) => quote(name))
  const shown = names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED), '…'] : names
  return refused(`Parameter 'stages' has a cycle: ${shown.join(' needs ')}.`)
}

function quote(name: string): string {
  return JSON.stringify(excerpt(name, 80))
}

function refused(message: string): RepriseError {
  return new RepriseError('INVALID_PARAMETER_VALUE', message)
}
