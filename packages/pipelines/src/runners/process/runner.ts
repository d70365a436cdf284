import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { basename } from 'node:path'
import { RepriseError } from '@reprise/protocol'
import { toFsPath } from '../../paths/index.ts'
import type { CommandEnd, OpenRunner, RunOptions, StageCommand, StageRunner } from '../stage-runner.ts'

/** Keeps shells from reading files of the user that could change what a command does, as DVC does. */
const shellOptions: Readonly<Record<string, readonly string[]>> = {
  zsh: ['--no-rcs'],
  bash: ['--noprofile', '--norc'],
  fish: ['--no-config'],
}

export const openRunner: OpenRunner = ({ isTerminal }) => Promise.resolve(createLocalProcesses({ isTerminal }))

/**
 * Runs commands as processes of this machine, each in the user's shell. They stay in our process group: they may read from the terminal, Ctrl-C
 * reaches them by itself, and whoever ends the group ends them too. Other signals are passed on to all that they have started.
 */
function createLocalProcesses(options: { readonly isTerminal: boolean }): StageRunner {
  const running = new Set<ChildProcess>()
  const kill = (child: ChildProcess, signal: NodeJS.Signals): void => {
    if (child.pid === undefined) return
    for (const pid of [child.pid, ...descendantsOf(child.pid)]) {
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
    run: (command, runOptions) =>
      new Promise((resolve, reject) => {
        const child = start(command, runOptions)
        running.add(child)
        const onAbort = (): void => {
          const reason: unknown = runOptions.signal.reason
          // From a terminal Ctrl-C has reached it already.
          if (!(options.isTerminal && reason === 'SIGINT')) kill(child, toSignal(reason))
        }
        const settle = (): void => {
          running.delete(child)
          runOptions.signal.removeEventListener('abort', onAbort)
        }
        runOptions.signal.addEventListener('abort', onAbort)
        child.on('error', (cause) => {
          settle()
          reject(new RepriseError('INVALID_PARAMETER_VALUE', `failed to run: ${command.command}: ${cause.message}`, { cause }))
        })
        child.on('close', (code, signal) => {
          settle()
          resolve(toEnd(code, signal))
        })
        if (runOptions.signal.aborted) onAbort()
      }),
    killAll: () => {
      for (const child of running) kill(child, 'SIGKILL')
    },
  }
}

function start({ command, folder, env }: StageCommand, { onOutput }: RunOptions): ChildProcess {
  const shell = env['SHELL'] || '/bin/sh'
  const args = [...(shellOptions[basename(shell).toLowerCase()] ?? []), '-c', command]
  const cwd = toFsPath(folder).toString()
  const stdio = onOutput === undefined ? ('inherit' as const) : (['ignore', 'pipe', 'pipe'] as const)
  const child = spawn(shell, args, { cwd, env: { ...env }, stdio: stdio === 'inherit' ? stdio : [...stdio] })
  for (const stream of ['stdout', 'stderr'] as const) child[stream]?.on('data', (bytes: Buffer) => onOutput?.(stream, bytes))
  return child
}

/** Where the system tells of them, as Linux does. */
function descendantsOf(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
    return children.flatMap((child) => [child, ...descendantsOf(child)])
  } catch {
    return []
  }
}

function toSignal(reason: unknown): NodeJS.Signals {
  return reason === 'SIGINT' || reason === 'SIGHUP' ? reason : 'SIGTERM'
}

function toEnd(code: number | null, signal: NodeJS.Signals | null): CommandEnd {
  if (signal !== null) return { kind: 'killed', signal, number: constants.signals[signal] }
  return { kind: 'exited', code: code ?? 0 }
}
