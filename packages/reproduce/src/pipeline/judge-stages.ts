import type { Item, Judgement } from '@reprise/compare'
import type { RunRecord } from '@reprise/protocol'

/** How the results of a stage came out. `follows`: they are other, and so are those of a stage that it depends on. */
export interface JudgedStage {
  readonly stage: string
  readonly state: 'same' | 'differs' | 'follows' | 'not judged'
  /** How many results there are of it, and how many of them differ. */
  readonly items: number
  readonly differing: number
}

const same: ReadonlySet<string> = new Set(['identical', 'canonical', 'numeric', 'statistical', 'notJudged'])

/** The stages of a pipeline in their order; none for any other run. */
export function judgeStages({ pipeline }: Pick<RunRecord, 'pipeline'>, items: readonly Item[]): JudgedStage[] {
  const other = new Set<string>()
  return (pipeline?.stages ?? []).flatMap(({ name, command, needs }): JudgedStage[] => {
    if (command === undefined) return []
    const own = items.filter((item) => item.name.startsWith(`${name}: `))
    const differing = own.filter(({ rung }) => !same.has(rung)).length
    const follows = needs.some((needed) => other.has(needed))
    if (differing > 0) other.add(name)
    const state = own.length === 0 ? 'not judged' : differing === 0 ? 'same' : follows ? 'follows' : 'differs'
    return [{ stage: name, state, items: own.length, differing }]
  })
}

/** The sentence of a judgement, with the stages at which the difference begins and those that failed only in the repeat. */
export function tellStages(
  { why, verdict }: Judgement,
  stages: readonly JudgedStage[],
  failed: readonly { readonly name: string }[] = [],
): string {
  const first = stages.filter(({ state }) => state === 'differs').map(({ stage }) => `'${stage}'`)
  if (verdict !== 'DIVERGED' || first.length === 0) return why
  const after = stages.filter(({ state }) => state === 'follows').length
  const rest = after === 0 ? '' : `, and ${after} after it ${after === 1 ? 'follows' : 'follow'}`
  const broken = failed.map(({ name }) => ` In the repeat, '${name}' failed.`).join('')
  return `${why} It begins at the stage${first.length > 1 ? 's' : ''} ${first.join(', ')}${rest}.${broken}`
}
