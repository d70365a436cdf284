import type { PipelineReason, PipelineStage, PipelineState } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { type ConnectionOptions, withClient } from '../../connect/index.ts'
import { toCellText } from '../../output/cell.ts'
import { printJson } from '../../output/json.ts'
import { printNumber, printTime } from '../../output/values.ts'
import { findStateId } from './find-state.ts'

interface ShowOptions extends ConnectionOptions {
  readonly state?: string
}

/** Characters of a digest and of a value that are worth a line. */
const SHORT = 8
const LONGEST = 60

const marks = { UP_TO_DATE: '✓', STALE: '✗', WAITING: '…' } as const

export async function showPipeline(project: string, options: ShowOptions, world: World): Promise<void> {
  const answer = await withClient(options, world, async (client) =>
    client.getPipelineState({ project, state_id: await findStateId(client, project, options.state) }),
  )
  if (options.json === true) return world.write(printJson(answer))
  for (const line of [...headOf(answer.pipeline.project, answer.state, world), ...linesOf(answer.state, world)]) world.write(`${line}\n`)
}

function headOf(project: string, { summary }: PipelineState, { style }: World): string[] {
  const { commit, is_dirty: isDirty, branch, time } = summary
  const at = commit === undefined ? 'no commit' : `${commit.slice(0, SHORT)}${isDirty === true ? ' with changes' : ''}`
  return [
    style.bold(toCellText(project)),
    `  ${at}${branch === undefined ? '' : ` on ${toCellText(branch)}`}, looked at ${printTime(time)}, state ${summary.state_id.slice(0, SHORT)}`,
    '',
  ]
}

function linesOf({ stages, metrics }: PipelineState, { style }: World): string[] {
  const lines = stages.flatMap((stage) => [
    `${paint(stage, style)} ${toCellText(stage.name)}${stage.is_frozen === true ? ' (frozen)' : ''}${waitsFor(stage, stages)}`,
    ...stage.reasons.map((reason) => `    ${toCellText(describeReason(reason))}`),
  ])
  const numbers = metrics.flatMap(({ path, metrics: values }) => [
    toCellText(path),
    ...values.map(({ key, value }) => `    ${toCellText(key)}  ${printNumber(value)}`),
  ])
  return [...(lines.length === 0 ? ['There are no stages.'] : lines), ...(numbers.length === 0 ? [] : ['', ...numbers])]
}

function paint({ state }: PipelineStage, { good, bad, dim }: World['style']): string {
  return { UP_TO_DATE: good, STALE: bad, WAITING: dim }[state](marks[state])
}

function waitsFor({ state, needs }: PipelineStage, stages: readonly PipelineStage[]): string {
  if (state !== 'WAITING') return ''
  const waited = stages.filter((stage) => needs.includes(stage.name) && stage.state !== 'UP_TO_DATE')
  return ` waits for ${waited.map(({ name }) => toCellText(name)).join(', ')}`
}

function describeReason({ kind, path = '', key, state = '', old, new: now }: PipelineReason): string {
  const change = old === undefined && now === undefined ? '' : `: ${show(kind, old)} → ${show(kind, now)}`
  switch (kind) {
    case 'ALWAYS':
      return 'it always runs'
    case 'COMMAND':
      return `command changed${change}`
    case 'CHECKSUM':
      return 'its definition changed'
    case 'PARAM':
      return `${key === undefined ? '' : `${key} of `}${path} is ${state}${change}`
    case 'DEP':
    case 'OUT':
      return `${path} is ${state}${change}`
    default:
      return kind satisfies never
  }
}

function show(kind: PipelineReason['kind'], value: unknown): string {
  if (value === undefined) return '(none)'
  if ((kind === 'DEP' || kind === 'OUT') && typeof value === 'string') return value.slice(0, SHORT)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
