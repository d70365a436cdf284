import type { Stage, StageOut } from '../graph/index.ts'

/** Characters of a description, as DVC has it. */
const LONGEST = 80

/** The line of `stage list`: the first line of what the stage says of itself, or what it makes. */
export function describeStage(stage: Stage): string {
  const own = stage.desc
    ?.split('\n')
    .find((line) => line !== '')
    ?.trim()
  const text = own ?? describeOuts(stage)
  const letters = [...text]
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : text
}

function describeOuts({ deps, params, outs }: Stage): string {
  const inputs = [...deps, ...params]
  if (outs.length === 0) return inputs.length === 0 ? 'No outputs or dependencies' : `Depends on ${join(inputs)}`
  const reports = outs.filter(({ kind }) => kind !== 'out')
  const others = outs.filter(({ kind }) => kind === 'out')
  return [...(others.length > 0 ? [`Outputs ${join(others)}`] : []), ...(reports.length > 0 ? [`Reports ${join(reports)}`] : [])].join('; ')
}

function join(items: readonly Pick<StageOut, 'path'>[]): string {
  return items.map(({ path }) => path).join(', ')
}
