import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cacheFolder, startTethered } from '@reprise/testing'

const FOLDER = join(import.meta.dirname, 'python')
const TIMEOUT_MS = 240_000

/** What a program of `python/` printed, and whether all of its checks passed. */
export interface ProgramOutcome {
  readonly passed: boolean
  /** How many of its checks passed. */
  readonly checks: number
  readonly output: string
}

/** Runs a program of `python/` with this Python against the server, at most four minutes. */
export async function runProgram(name: string, python: string, url: string): Promise<ProgramOutcome> {
  const program = await startTethered({
    command: python,
    args: [join(FOLDER, `${name}.py`)],
    cwd: tmpdir(),
    env: makeEnvironment(python, url),
    farewell: 'KILL',
  })
  const code = await Promise.race([program.exited, sleep(TIMEOUT_MS, undefined, { ref: false })])
  if (code === undefined) await program.stop({ signal: 'SIGKILL' })
  const output = program.output() + (code === undefined ? `\nended after ${TIMEOUT_MS} ms` : '')
  const checks = Number(/^(\d+) passed, 0 failed$/m.exec(output)?.[1] ?? 0)
  return { passed: code === 0 && checks > 0, checks, output }
}

/** Nothing of the person's own MLflow settings, and caches that make the second program start faster than the first. */
function makeEnvironment(python: string, url: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(MLFLOW|REPRISE|DATABRICKS|PYTHON)/.test(name))
  return {
    ...Object.fromEntries(own),
    PATH: `${dirname(python)}:${process.env['PATH'] ?? ''}`,
    MLFLOW_TRACKING_URI: url,
    MLFLOW_DISABLE_TELEMETRY: 'true',
    MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT: 'true',
    MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR: 'false',
    // An answer of 5xx is a failure of the test, not something to wait minutes for.
    MLFLOW_HTTP_REQUEST_MAX_RETRIES: '1',
    GIT_PYTHON_REFRESH: 'quiet',
    MPLBACKEND: 'Agg',
    MPLCONFIGDIR: join(cacheFolder, 'python', 'matplotlib'),
    PYTHONPYCACHEPREFIX: join(cacheFolder, 'python', 'bytecode'),
    PYTHONUNBUFFERED: '1',
  }
}
