import { spawn, type ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

export interface TetheredCommand {
  readonly command: string
  readonly args?: readonly string[]
  readonly cwd?: string
  /** The whole environment of the command; this process' own by default. */
  readonly env?: NodeJS.ProcessEnv
  /** User and group to run as; only for root. */
  readonly user?: { readonly uid: number; readonly gid: number }
  /** Sent to the command when this process dies; SIGTERM by default. */
  readonly farewell?: 'TERM' | 'INT' | 'KILL'
  /** Removed when this process dies without having stopped the command. */
  readonly removeOnDeath?: string
}

export interface TetheredProcess {
  /** Of the command itself. */
  readonly pid: number
  /** The exit code, 128 + n when signal n ended it. Resolves once; never rejects. */
  readonly exited: Promise<number>
  /** What it has written to stdout and stderr, the last 64 KiB. */
  output(): string
  /** Sends a signal to the command itself; does nothing when it has ended. */
  kill(signal: NodeJS.Signals): void
  /** Sends `signal`, and SIGKILL to the command and all it has started when it has not ended after `graceMs`. Idempotent. */
  stop(options?: { signal?: NodeJS.Signals; graceMs?: number }): Promise<number>
}

// The shell holds the read end of a pipe of which this process holds the other end. The kernel closes it however this process ends,
// SIGKILL included, and the reader then ends the command, gives it ten seconds, and ends all that is left of its process group.
// From then on the reader is deaf to the shell, which would end it together with the command.
const TETHER = `
farewell=$1 remove=$2
shift 2
exec 4<&0
"$@" </dev/null 3>&- 4<&- &
child=$!
echo $child >&3
exec 3>&-
(
  read -r line <&4
  trap '' TERM
  kill -s "$farewell" $child 2>/dev/null
  tries=0
  while kill -0 $child 2>/dev/null && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
  [ -n "$remove" ] && rm -rf -- "$remove"
  kill -s KILL 0
) >/dev/null 2>&1 &
watcher=$!
wait $child
code=$?
kill $watcher
exit $code
`

const LONGEST_OUTPUT = 64 * 1024

/** Starts a command that cannot outlive this process, however this process ends. Rejects when the command cannot be started. */
export async function startTethered(command: TetheredCommand): Promise<TetheredProcess> {
  const tetherArgs = [command.farewell ?? 'TERM', command.removeOnDeath ?? '']
  const shell = spawn('/bin/sh', ['-c', TETHER, 'sh', ...tetherArgs, command.command, ...(command.args ?? [])], {
    ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
    ...command.user,
    env: command.env ?? process.env,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
  })
  const collected = collectOutput(shell)
  const exited = new Promise<number>((resolve) => {
    shell.once('exit', (code, signal) => {
      killGroup(shell.pid, 'SIGKILL')
      resolve(code ?? (signal === 'SIGKILL' ? 137 : 143))
    })
  })
  const pid = await readPid(shell)
  const kill = (signal: NodeJS.Signals) => sendSignal(pid, signal)
  return {
    pid,
    exited,
    output: () => collected.text,
    kill,
    async stop({ signal = 'SIGTERM', graceMs = 10_000 } = {}) {
      if (shell.exitCode === null && shell.signalCode === null) kill(signal)
      const code = await Promise.race([exited, sleep(graceMs, undefined, { ref: false })])
      if (code === undefined) killGroup(shell.pid, 'SIGKILL')
      return exited
    },
  }
}

function collectOutput(shell: ChildProcess): { text: string } {
  const collected = { text: '' }
  for (const stream of [shell.stdout, shell.stderr]) {
    stream?.setEncoding('utf8')
    stream?.on('data', (part: string) => {
      collected.text = (collected.text + part).slice(-LONGEST_OUTPUT)
    })
  }
  return collected
}

function readPid(shell: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    shell.once('error', reject)
    shell.once('exit', (code) => reject(new Error(`The shell that was to start the command ended with ${code}.`)))
    shell.stdio[3]?.once('data', (text: Buffer) => resolve(Number(text.toString())))
  })
}

function killGroup(leader: number | undefined, signal: NodeJS.Signals): void {
  if (leader !== undefined) sendSignal(-leader, signal)
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
