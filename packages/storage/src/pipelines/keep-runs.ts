import { decodeMessage, encodeJson, encodeText, parseWireJson, type PipelineStage, pipelineState } from '@reprise/protocol'
import type { CheckedState } from './describe-state.ts'

const decoder = new TextDecoder()

/** A state that was published before: the inside of its JSON object, and the run of its whole pipeline. */
export interface EarlierState {
  readonly data: string
  readonly runId: string | undefined
  readonly isSame: boolean
}

/**
 * Runs that are not named again are those of before, where the same was done: who publishes without running anything does not know of them. What `earlier`
 * has first counts.
 */
export function keepRuns(state: CheckedState, earlier: readonly EarlierState[]): CheckedState {
  const runs = new Map<string, string>()
  for (const { data } of earlier) {
    for (const stage of readStages(data)) {
      const key = keyOfWork(stage)
      if (stage.run_id !== undefined && !runs.has(key)) runs.set(key, stage.run_id)
    }
  }
  const runId = state.about.run_id ?? earlier.find(({ isSame }) => isSame)?.runId
  return {
    ...state,
    about: { ...state.about, run_id: runId },
    stages: state.stages.map((stage) => ({ ...stage, run_id: stage.run_id ?? runs.get(keyOfWork(stage)) })),
  }
}

/** The same as long as a stage is what it was when it was last run. */
function keyOfWork({ name, deps, outs, params }: PipelineStage): string {
  return decoder.decode(encodeJson([name, deps, outs, params]))
}

function readStages(data: string): readonly PipelineStage[] {
  const { summary: _summary, ...fields } = pipelineState.fields
  return decodeMessage({ ...pipelineState, fields }, parseWireJson(encodeText(`{${data}}`))).stages
}
