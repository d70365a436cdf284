import type { ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import { RepriseError } from '@reprise/protocol/errors'
import type { CommandEnd, OpenRunner, StageRunner } from '../../running/index.ts'
import { findDescendants } from './find-processes.ts'
import { COMMAND_VARIABLE, noteCommand, notesIn } from './left-commands.ts'
import { startShell } from './start-shell.ts'

export const openRunner: OpenRunner = ({ isTerminal, temporary }) =>
  Promise.resolve(createLocalProcesses({ isTerminal, notes: notesIn(temporary) }))

/**
 * Runs commands as processes of this machine, each in the user's shell. They stay in our process group: they may read from the terminal, Ctrl-C
 * reaches them by itself, and whoever ends the group ends them too. Other signals are passed on to all that they have started.
 */
function createLocalProcesses(options: { readonly isTerminal: boolean; readonly notes: string }): StageRunner {
  const running = new Set<ChildProcess>()
  const kill = (child: ChildProcess, signal: NodeJS.Signals): void => {
    if (child.pid === undefined) return
    for (const pid of [child.pid, ...findDescendants(child.pid)]) {
      try {
        process.kill(pid, signal)
      } catch {
        // It has ended by itself.
      }
    }
  }
  return {
    hasTerminal: true,
    [Symbol.asyncDispose]: () => Promise.resolve(),
    run: async (command, runOptions) => {
      const note = noteCommand(options.notes, command.address)
      const started = await startShell({ ...command, env: { ...command.env, [COMMAND_VARIABLE]: note.token } }, runOptions).catch(
        (error: unknown) => {
          note.remove()
          throw error
        },
      )
      const { child, ended } = started
      running.add(child)
      if (child.pid !== undefined) note.started(child.pid)
      const onAbort = (): void => {
        const reason: unknown = runOptions.signal.reason
        // From a terminal Ctrl-C has reached it already.
        if (!(options.isTerminal && reason === 'SIGINT')) kill(child, toSignal(reason))
      }
      runOptions.signal.addEventListener('abort', onAbort)
      if (runOptions.signal.aborted) onAbort()
      try {
        const { code, signal } = await ended
        return toEnd(code, signal)
      } catch (cause) {
        const message = cause instanceof Error ? cause.message : String(cause)
        throw new RepriseError('INVALID_PARAMETER_VALUE', `failed to run: ${command.command}: ${message}`, { cause })
      } finally {
        running.delete(child)
        note.remove()
        runOptions.signal.removeEventListener('abort', onAbort)
      }
    },
    killAll: () => {
      for (const child of running) kill(child, 'SIGKILL')
    },
  }
}

function toSignal(reason: unknown): NodeJS.Signals {
  return reason === 'SIGINT' || reason === 'SIGHUP' ? reason : 'SIGTERM'
}

function toEnd(code: number | null, signal: NodeJS.Signals | null): CommandEnd {
  if (signal !== null) return { kind: 'killed', signal, number: constants.signals[signal] }
  return { kind: 'exited', code: code ?? 0 }
}
