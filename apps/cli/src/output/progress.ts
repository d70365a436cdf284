import type { World } from '../command.ts'

/** A line that moves where there is a terminal, and speaks now and then where there is none. */
export interface Progress {
  show(text: string): void
  /** Leaves the last text standing, or replaces it. */
  end(text?: string): void
}

const MOVING_INTERVAL = 80
const SILENT_INTERVAL = 10_000
const CLEAR_LINE = '\r\u001b[2K'

/** Draws on stderr, so that stdout stays clean. */
export function createProgress(world: Pick<World, 'interactive' | 'now' | 'width'>, draw: (text: string) => void = (text) => process.stderr.write(text)): Progress {
  let shown = 0
  const fit = (text: string): string => (text.length < world.width ? text : `${text.slice(0, world.width - 2)}…`)
  return {
    show: (text) => {
      if (world.now() - shown < (world.interactive ? MOVING_INTERVAL : SILENT_INTERVAL)) return
      shown = world.now()
      draw(world.interactive ? CLEAR_LINE + fit(text) : `${text}\n`)
    },
    end: (text) => {
      if (world.interactive && shown > 0) draw(text === undefined ? '\n' : CLEAR_LINE)
      if (text !== undefined) draw(`${text}\n`)
    },
  }
}

/** `████████░░░░` for a fraction of 0 to 1. */
export function printBar(fraction: number, cells = 20): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * cells)
  return '█'.repeat(full) + '░'.repeat(cells - full)
}
