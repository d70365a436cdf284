import type { Progress } from './tracking/track.ts'

const LINES_WITHOUT_TERMINAL = 10

/** A place for text: a terminal, where a line can be written over, or anything else. */
export interface TextStream {
  readonly isTTY?: boolean | undefined
  write(text: string): unknown
}

/** Shows progress on `stream`: one line that moves on a terminal, about ten lines elsewhere. */
export function createProgressLine(stream: TextStream): (progress: Progress) => void {
  return ({ epoch, epochs, phase, val_acc, best_acc }) => {
    const line = `epoch ${epoch}/${epochs} ${phase} val_acc ${val_acc.toFixed(3)} best_acc ${best_acc.toFixed(3)}`
    if (stream.isTTY) stream.write(`\r${line}${epoch === epochs ? '\n' : ''}`)
    else if (epoch === epochs || epoch % Math.ceil(epochs / LINES_WITHOUT_TERMINAL) === 0) stream.write(`${line}\n`)
  }
}
