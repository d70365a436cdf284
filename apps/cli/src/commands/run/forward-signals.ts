import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import type { RunningCommand } from '@reprise/capture/recording'
import type { EndingSignal, Interruption } from '../../interruption.ts'

/** A Ctrl-C that arrives twice through wrappers is one; a second one within so many milliseconds means: now. */
const ONE_PRESS = 300
const TWO_PRESSES = 5_000

/** Signals that have come. */
export interface SignalWatch {
  /** The first, where someone has asked the command to end. */
  readonly first: EndingSignal | undefined
  /** From now on signals go to the command. */
  attach(command: Pick<RunningCommand, 'kill' | 'killAll'>): void
  /** From now on, since the command has ended, the first signal means that nobody wants to wait for the rest. */
  detach(giveUp: () => void): void
}

/**
 * Hands signals on to the command, and waits for what it makes of them. A Ctrl-C in a terminal reaches the command by itself, and must not
 * reach it twice. The second one in a short time ends everything that the command has started.
 */
export function forwardSignals(
  interruption: Interruption,
  { isForeground = inForeground, now = () => performance.now() }: { isForeground?: () => boolean; now?: () => number } = {},
): SignalWatch {
  let command: Pick<RunningCommand, 'kill' | 'killAll'> | undefined
  let first: EndingSignal | undefined
  let giveUp: (() => void) | undefined
  let [pressed, last] = [-Infinity, -Infinity]
  const pass = (signal: EndingSignal): void => {
    if (signal === 'SIGINT') {
      const since = now() - pressed
      if (since > ONE_PRESS) pressed = now()
      if (since > ONE_PRESS && since < TWO_PRESSES) return command?.killAll()
      if (since <= ONE_PRESS || isForeground()) return
    }
    command?.kill(signal)
  }
  interruption.forward((signal) => {
    const since = now() - last
    last = now()
    // The same press may come a second time when the command has ended of it.
    if (giveUp !== undefined) return since > ONE_PRESS ? giveUp() : undefined
    // Before the command is started there is nothing to wait for, but the one who starts it has to hear of it.
    if (command === undefined && first !== undefined) process.exit(128 + constants.signals[signal])
    first ??= signal
    if (command !== undefined) pass(signal)
  })
  return {
    get first() {
      return first
    },
    attach: (started) => {
      command = started
      if (first !== undefined) command.kill(first)
    },
    detach: (listener) => (giveUp = listener),
  }
}

/** Whether this process belongs to the foreground of a terminal, which sends its signals to all of them. */
function inForeground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8')
    const [, , group, , terminal, foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return terminal !== '0' && group === foreground
  } catch {
    return process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  }
}
