import type { StageEvent, StageObserver } from '@reprise/pipelines'
import { addressOf, type Show } from '@reprise/pipelines/graph'
import { toCellText } from '../output/cell.ts'
import type { Voice } from '../project/index.ts'
import type { StageLogs } from './stage-logs.ts'
import { StageRows } from './stage-rows.ts'

/** Milliseconds between two pictures. */
const INTERVAL = 200
/** Lines of the output of a stage that failed. */
const TAIL = 10

export interface LiveTable extends StageObserver {
  /** Leaves the last picture where it is. */
  end(): void
}

export interface LiveTableOptions {
  readonly show: Show
  readonly logs: StageLogs
  /** Rows of the terminal. */
  readonly height: number
  /** Whether failures are told when they happen, since they do not end the command. */
  readonly tellsFailures: boolean
  readonly draw?: (text: string) => void
}

/** Shows the stages of a `repro` on a terminal as a table that moves; what they print is in their logs. */
export function createLiveTable(voice: Pick<Voice, 'world' | 'warn'>, options: LiveTableOptions): LiveTable {
  const { show, logs, height, tellsFailures, draw = (text) => void process.stderr.write(text) } = options
  const { width, style, now } = voice.world
  const rows = new StageRows(show, now)
  let drawn = 0
  let timer: NodeJS.Timeout | undefined
  const clear = (): string => (drawn === 0 ? '' : `\u001b[${drawn}A\r\u001b[0J`)
  const paint = (): void => {
    const lines = rows.print({ width, height: Math.max(3, height - 2), style })
    draw(`${clear()}${lines.map((line) => `${line}\n`).join('')}`)
    drawn = lines.length
  }
  /** Lines that stay, above the table. */
  const tell = (act: () => void): void => {
    draw(clear())
    drawn = 0
    act()
    paint()
  }
  const tellFailure = ({ stage, error, skipped }: Extract<StageEvent, { kind: 'failed' }>): void => {
    const path = logs.pathOf(stage)
    if (tellsFailures) voice.warn(error.message)
    for (const line of logs.tail(stage, TAIL)) voice.world.note(toCellText(`[${addressOf(stage, show)}] ${line}`))
    if (path !== undefined) voice.warn(`all that '${addressOf(stage, show)}' printed is in ${path}`)
    if (skipped.length > 0) voice.warn(`skipped for that: ${skipped.map((one) => addressOf(one, show)).join(', ')}`)
  }
  return {
    observe: (event) => {
      rows.observe(event)
      if (event.kind === 'planned') {
        paint()
        timer = setInterval(paint, INTERVAL).unref()
      }
      if (event.kind === 'warned') tell(() => voice.warn(event.message))
      if (event.kind === 'failed') tell(() => tellFailure(event))
    },
    end: () => {
      if (timer === undefined) return
      clearInterval(timer)
      timer = undefined
      paint()
    },
  }
}
