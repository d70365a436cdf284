import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cacheFolder, repositoryFolder, startTethered, type TetheredProcess } from '@reprise/testing'

const main = join(repositoryFolder, 'apps', 'cli', 'src', 'main.ts')
export const fromSource = ['--conditions=@reprise/source', main]

/** How one command ended. */
export interface Ended {
  /** 128 + n when signal n ended it. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface Surroundings {
  readonly cwd?: string
  /** Beside the bare environment of {@link bareEnvironment}. */
  readonly env?: Readonly<Record<string, string>>
  /** Words before the command, as `mountSmallDisk` gives them. */
  readonly within?: readonly string[]
}

const signals: Readonly<Record<string, number>> = { SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }
/** Milliseconds. A command that takes longer hangs. */
const LONGEST = 240_000

/** Runs one command line of `reprise` from source, as a shell script would: no terminal, and no settings but those given. */
export function reprise(args: readonly string[], { cwd = tmpdir(), env = {}, within = [] }: Surroundings = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const [command = '', ...words] = [...within, process.execPath, ...fromSource, ...args]
    const child = spawn(command, words, {
      cwd,
      env: { ...bareEnvironment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LONGEST,
      killSignal: 'SIGKILL',
    })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code: code ?? 128 + (signals[signal ?? ''] ?? 0), stdout, stderr }))
  })
}

/** The standard output of a command that has to succeed. */
export async function results(args: readonly string[], surroundings?: Surroundings): Promise<string> {
  const { code, stdout, stderr } = await reprise(args, surroundings)
  if (code !== 0) throw new Error(`reprise ${args.join(' ')} ended with ${code}: ${stderr}`)
  return stdout
}

/** Starts a command that stays; it ends with this process at the latest. */
export function startReprise(
  args: readonly string[],
  { cwd = tmpdir(), env = {}, within = [] }: Surroundings = {},
): Promise<TetheredProcess> {
  const [command = '', ...words] = [...within, process.execPath, ...fromSource, ...args]
  return startTethered({ command, args: words, cwd, env: { ...bareEnvironment(), ...env } })
}

/** What was compiled once is kept: the tests start many processes. */
export const compileCache = { NODE_COMPILE_CACHE: join(cacheFolder, 'compiled') }

/** This process' environment without what would be a setting. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(?:MLFLOW_|REPRISE_|COLUMNS$|NO_COLOR$|FORCE_COLOR$|npm_)/.test(name))
  return { ...Object.fromEntries(kept), ...compileCache }
}

/** Waits until a process has written something; its output so far. */
export async function untilOutput(child: TetheredProcess, pattern: RegExp): Promise<string> {
  let hasEnded = false
  void child.exited.then(() => (hasEnded = true))
  for (;;) {
    const output = child.output()
    if (pattern.test(output)) return output
    if (hasEnded) throw new Error(`It ended before it wrote ${String(pattern)}:\n${output}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
