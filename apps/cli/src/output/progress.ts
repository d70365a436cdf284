import type { World } from '../command.ts'
import { cutToWidth } from './cell.ts'

/** A line that moves where there is a terminal, and of what takes long a line now and then where there is none. */
export interface Progress {
  /** `fraction` of 0 to 1 is how much is done. */
  show(fraction: number, text: string): void
  /** Takes the moving line away, and leaves `text` in its place. */
  end(text?: string): void
}

const MOVING_INTERVAL = 80
const STANDING_INTERVAL = 10_000
/** Without a terminal: every tenth part, and at the latest every ten seconds. */
const STANDING_PART = 0.1
const CLEAR_LINE = '\r\u001b[2K'

export interface ProgressOptions {
  /**
   * Milliseconds within which nothing is shown, because what is quick needs no progress; without a terminal, where lines stay, ten seconds
   * unless it is 0. Default 0.
   */
  readonly patience?: number
  readonly draw?: (text: string) => void
}

/** Draws on stderr, so that stdout stays clean. */
export function createProgress(
  { interactive, now, width }: Pick<World, 'interactive' | 'now' | 'width'>,
  { patience = 0, draw = (text) => void process.stderr.write(text) }: ProgressOptions = {},
): Progress {
  const began = now()
  const quiet = interactive || patience === 0 ? patience : Math.max(patience, STANDING_INTERVAL)
  let shownAt: number | undefined
  let shownPart = 0
  const isDue = (fraction: number): boolean => {
    if (now() - began < quiet) return false
    const since = shownAt === undefined ? Infinity : now() - shownAt
    if (interactive) return since >= MOVING_INTERVAL || fraction >= 1
    return since >= STANDING_INTERVAL || fraction >= shownPart + STANDING_PART || (fraction >= 1 && shownPart < 1)
  }
  return {
    show: (fraction, text) => {
      if (!isDue(fraction)) return
      shownAt = now()
      shownPart = fraction
      draw(interactive ? CLEAR_LINE + cutToWidth(`${printBar(fraction)} ${text}`, width - 1) : `${printPercent(fraction)} ${text}\n`)
    },
    end: (text) => {
      if (interactive && shownAt !== undefined) draw(CLEAR_LINE)
      if (text !== undefined) draw(`${text}\n`)
    },
  }
}

/** `████████░░░░` for a fraction of 0 to 1. */
export function printBar(fraction: number, cells = 20): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * cells)
  return '█'.repeat(full) + '░'.repeat(cells - full)
}

function printPercent(fraction: number): string {
  return `${String(Math.floor(fraction * 100)).padStart(3)} %`
}
