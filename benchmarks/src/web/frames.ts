import type { Figures } from '../report/figures.ts'
import type { Scrolled } from './probe.ts'
import type { Visit } from './visit.ts'

/** Above which one sees that a page hangs. */
const SLOW_MILLISECONDS = 50
/** Frames that the compositor has drawn; it goes on drawing where scripts do not hang. */
const DRAWN = 'DrawFrame'

interface TraceEvent {
  readonly name: string
  /** Microseconds. */
  readonly ts: number
}

/** Traces when frames are drawn, until the answered function is called: milliseconds between them. */
export async function traceFrames(devTools: Visit['devTools']): Promise<() => Promise<readonly number[]>> {
  const times: number[] = []
  devTools.on('Tracing.dataCollected', ({ value }) => {
    for (const { name, ts } of value as unknown as readonly TraceEvent[]) if (name === DRAWN) times.push(ts / 1_000)
  })
  await devTools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['disabled-by-default-devtools.timeline.frame', 'devtools.timeline.frame'] },
  })
  return async () => {
    const complete = new Promise((resolve) => devTools.once('Tracing.tracingComplete', resolve))
    await devTools.send('Tracing.end')
    await complete
    const sorted = times.toSorted((a, b) => a - b)
    return sorted.slice(1).map((time, index) => time - (sorted[index] ?? time))
  }
}

/** Frames as scripts saw them and as they were drawn. */
export function describeFrames({ frames, empty }: Scrolled, drawn: readonly number[]): Figures {
  const slow = (times: readonly number[]) => times.filter((time) => time > SLOW_MILLISECONDS).length
  return {
    slowFrames: slow(frames),
    longestFrame: Math.max(0, ...frames),
    slowDraws: slow(drawn),
    emptyFrames: (empty / Math.max(1, frames.length)) * 100,
  }
}
