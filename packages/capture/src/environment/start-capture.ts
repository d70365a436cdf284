import type { CaptureItem, RecordedCode, RecordedEnvironment } from '@reprise/protocol'

export interface EnvironmentOptions {
  /** The environment of the command. Values are taken into the record only of variables that may be shown. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where the command runs. */
  readonly folder: string
  /** Root of the code, where lock files are looked for; `folder` where there is none. */
  readonly root?: string
  /** The command, to find its interpreter; without one, the python on PATH. */
  readonly argv?: readonly string[]
  /** What is known of the code: becomes the section `git` of system_info.json. */
  readonly code?: RecordedCode
  /** Names or beginnings of names (`MY_APP_`) of variables that may be shown, too. Those that are named like secrets are not. */
  readonly showVariables?: readonly string[]
  /** Ask the cloud's metadata service, at most 200 ms. */
  readonly cloud?: boolean
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
  /** Waits for what goes on beside the child: every probe has a time limit, so this ends within seconds. Never rejects. */
  finish(): Promise<CapturedEnvironment>
}

/** Captures what is quick (50 ms), and starts what is not. Never rejects and never starts a program that outlives its time limit. */
export async function startEnvironmentCapture(options: EnvironmentOptions): Promise<EnvironmentCapture> {
  const record: RecordedEnvironment = {
    interpreters: [],
    packages: [],
    lock_files: [],
    variables: [],
    system: { timestamp: new Date().toISOString(), platform: { system: process.platform, machine: process.arch } },
  }
  const items: CaptureItem[] = [{ name: 'environment', status: 'SKIPPED', detail: `Nothing is captured yet in ${options.folder}.` }]
  return { record, items, watch: () => undefined, finish: () => Promise.resolve({ record, items }) }
}
