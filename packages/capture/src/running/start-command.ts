import { type ChildProcess, spawn } from 'node:child_process'
import type { Ending } from './exit-code.ts'
import { createKeptBytes, type KeptBytes } from './kept-bytes.ts'
import { type PassedOutput, passOutput, toDescriptor } from './pass-output.ts'
import type { Pipes } from './pipes.ts'
import { killTree } from './kill-tree.ts'
import { connectStdin, type RecordedInput } from './stdin.ts'
import { type ResourceUse, watchUse } from './watch-use.ts'

export interface CommandToStart {
  /** The program, as a path or a name on PATH, and its arguments. */
  readonly argv: readonly [string, ...string[]]
  readonly folder: string
  /** All environment variables. */
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly pipes: Pipes | undefined
  readonly limits: {
    /** Bytes of the beginning of each output that are kept, and as many of its end. */
    readonly output: number
    /** Bytes of standard input that are kept. */
    readonly input: number
  }
  /** Whether standard input is left to the command alone. */
  readonly leaveStdin: boolean
  /** Sees each chunk of standard output on its way; its memory is used again afterwards. Must not throw. */
  readonly onStdout?: ((chunk: Uint8Array) => void) | undefined
}

/** How a command ended, and what went through its streams. */
export interface EndedCommand extends Ending {
  /** Milliseconds. */
  readonly duration: number
  readonly use: ResourceUse
  readonly stdin: RecordedInput
  /** Whether processes that the command left behind still write to its output, which is no longer logged. */
  readonly leftBehind: boolean
}

/** A command whose output goes through to ours while it is kept. */
export interface RunningCommand {
  readonly pid: number
  readonly startedAt: number
  readonly stdout: KeptBytes
  readonly stderr: KeptBytes
  /** What it uses now; see watch-use.ts. */
  readonly use: ReturnType<typeof watchUse>
  /** Resolves once the command has ended and its output is with our readers; never rejects. */
  readonly ended: Promise<EndedCommand>
  kill(signal: NodeJS.Signals): void
  /** Ends it and everything it has started, at once. */
  killAll(): void
}

/** Starts a command. Rejects with the system's error when it can not be started. */
export async function startCommand(command: CommandToStart): Promise<RunningCommand> {
  const { argv, folder, variables, pipes, limits } = command
  const kept = { stdout: createKeptBytes(limits.output), stderr: createKeptBytes(limits.output) }
  const stdin = connectStdin(0, { pipe: command.leaveStdin ? undefined : pipes?.stdin, limit: limits.input })
  const stdout = passOutput(toDescriptor(1, kept.stdout, command.onStdout), pipes?.stdout)
  const stderr = passOutput(toDescriptor(2, kept.stderr), pipes?.stderr)
  const [program, ...args] = argv
  const child = spawn(program, args, { cwd: folder, env: { ...variables }, stdio: [stdin.theirs, stdout.theirs, stderr.theirs] })
  const exited = waitForExit(child)
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject))
  const [startedAt, begun, pid] = [Date.now(), performance.now(), child.pid ?? 0]
  const use = watchUse(pid)
  stdin.begin()
  stdout.begin(child.stdout)
  stderr.begin(child.stderr)
  const finish = async (): Promise<EndedCommand> => {
    const ending = await exited
    const [duration, used] = [performance.now() - begun, use.end()]
    const outputs: readonly PassedOutput[] = [stdout, stderr]
    const areWhole = await Promise.all(outputs.map((output) => output.end()))
    return { ...ending, duration, use: used, stdin: await stdin.end(), leftBehind: areWhole.includes(false) }
  }
  return {
    pid,
    startedAt,
    ...kept,
    use,
    ended: finish(),
    kill: (signal) => void child.kill(signal),
    killAll: () => killTree(pid),
  }
}

function waitForExit(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once('exit', (exitCode, signal) => resolve({ exitCode: exitCode ?? undefined, signal: signal ?? undefined }))
  })
}
