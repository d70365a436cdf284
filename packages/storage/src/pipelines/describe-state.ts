import { createHash } from 'node:crypto'
import { encodeJson, limits, type PipelineStage, RepriseError, type RequestFor } from '@reprise/protocol'
import { orderStages } from './check-graph.ts'

type Request = RequestFor<'publishPipelineState'>

/** A state that was checked. */
export interface CheckedState {
  readonly stateId: string
  readonly about: Omit<Request, 'project' | 'stages' | 'metrics'>
  readonly stages: readonly PipelineStage[]
  readonly metrics: Request['metrics']
}

/** A state as its row has it. */
interface StateTexts {
  /** Of PipelineStateSummary: JSON without what the columns say. */
  readonly summary: string
  /** The inside of the JSON object `PipelineState`, but for the summary. */
  readonly data: string
}

/** The year 9999: beyond it, dates are not written as we know them. */
const LATEST = 253_402_300_799_999
const STATE_ID_LENGTH = 32
const decoder = new TextDecoder()

/** Checks what was published, and says of each stage what follows for it. Throws INVALID_PARAMETER_VALUE with the place. */
export function checkState({ project: _project, stages: published, metrics, ...about }: Request): CheckedState {
  assertAbout(about)
  const stages = tellStates(published)
  const { length } = encode({ stages, metrics })
  if (length > limits.pipelineStateBytes) {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `A state may have ${limits.pipelineStateBytes} characters as JSON. Got ${length}.`)
  }
  return { stateId: identify(about, stages, metrics), about, stages, metrics }
}

export function encodeState({ about, stages, metrics }: CheckedState): StateTexts {
  const data = encode({ stages, metrics }).slice(1, -1)
  const count = (state: PipelineStage['state']): number => stages.filter((stage) => stage.state === state).length
  return { summary: encode({ ...about, stages: stages.length, stale: count('STALE'), waiting: count('WAITING') }), data }
}

function assertAbout({ commit, time }: Pick<Request, 'commit' | 'time'>): void {
  if (commit !== undefined && !/^[0-9a-f]{7,64}$/.test(commit)) {
    throw new RepriseError(
      'INVALID_PARAMETER_VALUE',
      `Invalid value ${JSON.stringify(commit)} for parameter 'commit' supplied: it is no commit.`,
      {
        hint: 'It is what `git rev-parse HEAD` prints; absent where there is none.',
      },
    )
  }
  if (time < 0 || time > LATEST) {
    throw new RepriseError(
      'INVALID_PARAMETER_VALUE',
      `Invalid value ${time} for parameter 'time' supplied: it is no time in milliseconds since 1970.`,
    )
  }
}

/** A frozen stage is not run, so it waits for nobody. */
function tellStates(published: Request['stages']): PipelineStage[] {
  const states = new Map<string, PipelineStage['state']>()
  for (const { name, needs, reasons, is_frozen: isFrozen } of orderStages(published)) {
    const waits = isFrozen !== true && needs.some((need) => states.get(need) !== 'UP_TO_DATE')
    states.set(name, reasons.length > 0 ? 'STALE' : waits ? 'WAITING' : 'UP_TO_DATE')
  }
  return published.map((stage) => ({ ...stage, state: states.get(stage.name) ?? 'UP_TO_DATE' }))
}

/** Of what was found, whoever found it when, on whatever branch, and in whatever order. */
function identify({ commit, is_dirty: isDirty }: Partial<Request>, stages: readonly PipelineStage[], metrics: Request['metrics']): string {
  const found = [
    commit ?? null,
    isDirty ?? null,
    stages.map(({ run_id: _run, ...stage }) => stage).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    metrics.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  ]
  return createHash('sha256').update(encodeJson(found)).digest('hex').slice(0, STATE_ID_LENGTH)
}

function encode(value: unknown): string {
  return decoder.decode(encodeJson(value))
}
