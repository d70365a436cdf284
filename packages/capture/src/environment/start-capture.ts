import { setTimeout } from 'node:timers/promises'
import type { CaptureItem, RecordedCode, RecordedEnvironment } from '@reprise/protocol'
import { collectors } from './collectors/index.ts'
import { runCollectors } from './run-collectors.ts'

/** Milliseconds that the start of a command may be held up. */
const QUICK = 50

export interface EnvironmentOptions {
  /** The environment of the command. Values are taken into the record only of variables that may be shown. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where the command runs. */
  readonly folder: string
  /** Root of the code, where lock files are looked for; `folder` where there is none. */
  readonly root?: string
  /** The command, to find its interpreter; without one, the python on PATH. */
  readonly argv?: readonly string[]
  /** What is known of the code: becomes the section `git` of system_info.json. It may also be told at the end. */
  readonly code?: RecordedCode
  /** Names or beginnings of names (`MY_APP_`) of variables that may be shown, too. Those that are named like secrets are not. */
  readonly showVariables?: readonly string[]
  /** Ask the cloud's metadata service, at most 200 ms; a text is where it is asked: `http://169.254.169.254`. */
  readonly cloud?: boolean | string
  /** Of the digests of variables: with the same salt, two records tell whether a variable is the same. Default: by chance. */
  readonly salt?: string
  /** Run a hardware benchmark of about a second. */
  readonly benchmark?: boolean
}

/** What a command runs in, as recorded in the end. */
export interface CapturedEnvironment {
  readonly record: RecordedEnvironment
  readonly items: readonly CaptureItem[]
}

/** A capture under way. */
export interface EnvironmentCapture {
  /** What was known at once. */
  readonly record: RecordedEnvironment
  readonly items: readonly CaptureItem[]
  /** Tells of the started process: its libraries are read from /proc a little later and, if it lives, again. */
  watch(pid: number): void
  /**
   * Waits for what goes on beside the child. Every probe has a time limit; libraries are looked for as long as the process lives, at most
   * ten seconds. `code` is what is known by then. Never rejects.
   */
  finish(code?: RecordedCode): Promise<CapturedEnvironment>
}

/** Captures what is quick (at most 50 ms), and starts what is not. Never rejects and never starts a program that outlives its time limit. */
export async function startEnvironmentCapture(options: EnvironmentOptions): Promise<EnvironmentCapture> {
  const run = runCollectors(collectors, options)
  const clock = new AbortController()
  await Promise.race([run.quick, setTimeout(QUICK, undefined, { signal: clock.signal }).catch(() => undefined)])
  clock.abort()
  const { record, items } = run.soFar()
  return {
    record,
    items,
    watch: run.watch,
    finish: async (code) => {
      run.tell(code)
      await run.all
      return run.soFar()
    },
  }
}
