import { constants } from 'node:os'

/** Signals by which a person or a service manager ends a command. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
export type EndingSignal = (typeof signals)[number]

/** A Ctrl-C reaches a command from the terminal and again through every wrapper around it: within this time it is one. */
const ONE_PRESS = 500

/**
 * How commands are ended early. A command that does nothing about it is ended at once, with exit code 128 + the signal's
 * number. One that uses other threads dies by the signal itself, which shells report the same: an exit would wait for
 * what those threads are in the middle of.
 */
export interface Interruption {
  /** From now on the first signal only resolves this; one that comes later ends the process at once. */
  claim(): Promise<EndingSignal>
  /** From now on every signal goes to `listener`, and none ends the process: for commands that stand for another program. */
  forward(listener: (signal: EndingSignal) => void): void
  /** For commands with other threads: what is to be done before a signal ends the process. */
  beforeEnd(task: () => void): void
}

/** Listens for the signals that end a command, until the process ends. */
export function watchSignals(now: () => number = () => performance.now()): Interruption {
  const tasks: (() => void)[] = []
  let forwarded: ((signal: EndingSignal) => void) | undefined
  let claimed: PromiseWithResolvers<EndingSignal> | undefined
  let first: number | undefined
  const receive = (signal: EndingSignal): void => {
    if (forwarded !== undefined) forwarded(signal)
    else if (claimed !== undefined && first === undefined) {
      first = now()
      claimed.resolve(signal)
    } else if (first === undefined || now() - first > ONE_PRESS) end(signal)
  }
  const end = (signal: EndingSignal): void => {
    for (const task of tasks) task()
    if (tasks.length === 0 && claimed === undefined) process.exit(128 + constants.signals[signal])
    for (const name of signals) process.removeAllListeners(name)
    process.kill(process.pid, signal)
  }
  for (const signal of signals) process.on(signal, () => receive(signal))
  return {
    claim: () => (claimed ??= Promise.withResolvers()).promise,
    forward: (listener) => (forwarded = listener),
    beforeEnd: (task) => void tasks.push(task),
  }
}
