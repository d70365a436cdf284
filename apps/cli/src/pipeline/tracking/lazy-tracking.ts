import type { StageEvent } from '@reprise/pipelines'
import { nothingTracked, type PipelineTracking } from './pipeline-tracking.ts'

/** Tracking that is loaded when the first command is to run: a `repro` that finds nothing to do waits for nothing. It may turn out that there is none. */
export function createLazyTracking(load: () => Promise<PipelineTracking | undefined>): PipelineTracking {
  const before: StageEvent[] = []
  let loading: Promise<PipelineTracking | undefined> | undefined
  let loaded: PipelineTracking | undefined
  const open = async (): Promise<PipelineTracking | undefined> => {
    const tracking = await load()
    for (const event of before) await tracking?.observer.observe(event)
    loaded = tracking
    return tracking
  }
  return {
    observer: {
      observe: async (event) => {
        if (loading === undefined && !startsCommand(event)) {
          before.push(event)
          return
        }
        await (await (loading ??= open()))?.observer.observe(event)
      },
    },
    isOpen: () => loaded !== undefined,
    variablesOf: (stage) => loaded?.variablesOf(stage) ?? {},
    wrap: (stage, command) => loaded?.wrap(stage, command) ?? command,
    finish: async (end) => (await loading)?.finish(end) ?? nothingTracked,
  }
}

function startsCommand(event: StageEvent): boolean {
  return event.kind === 'started' && event.stage.cmd !== undefined && !event.stage.frozen
}
