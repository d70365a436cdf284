import { mkdir, stat, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { isatty } from 'node:tty'
import type { CaptureItem } from '@reprise/protocol'
import type { Access } from './access.ts'
import { isBelow } from './is-environment.ts'
import { nodeHook } from './node-hook.ts'
import { pythonHook } from './python-hook.ts'
import { type Scan, scanFolder } from './scan-folder.ts'
import { findStrace, wrapInStrace } from './strace.ts'

/** Bytes of a file up to which a hook copies it before the program changes what it has read. */
const COPIED = 16 * 1024 * 1024
/** And of all that one process has copied. */
const COPIED_IN_ALL = 256 * 1024 * 1024
/** The command waits for it: what it does not come to is told by the time of its last change. */
const BEFORE = { entries: 100_000, time: 60, widest: 256 * 1024 }
const AFTER = { entries: 500_000, time: 5_000 }
/** Milliseconds that strace gets to write its last lines. */
const STRACE_FAREWELL = 2_000

export interface TracingOptions {
  /** The folder whose files are work: scanned before and after. */
  readonly root: string
  /** A folder for the logs, which is made. */
  readonly place: string
  readonly variables: Readonly<Record<string, string | undefined>>
  readonly trace: boolean
  /** Whether programs of Python and Node.js are asked what they open. */
  readonly withHooks: boolean
  readonly ignoredFolders: readonly string[]
  /** Whether the work tree is scanned before and after; default: yes. */
  readonly scans?: boolean | undefined
}

/** What is known of the files that the command read and wrote. */
export interface Traces {
  readonly accesses: readonly Access[]
  readonly before: Scan
  readonly after: Scan
}

/** Watching a command's files. */
export interface Tracing {
  /** Variables by which the hooks are found; what the user set in them still holds. */
  readonly variables: Readonly<Record<string, string>>
  readonly items: readonly CaptureItem[]
  /** The command, under strace where that was asked for and is there. */
  wrap(argv: readonly [string, ...string[]]): readonly [string, ...string[]]
  /** To be called as soon as the command has ended; called again it answers the same. */
  finish(): Promise<Traces>
}

/** Lays out the hooks and scans the work tree. Rejects where there is no room for them. */
export async function startTracing(options: TracingOptions): Promise<Tracing> {
  const { root, place, variables, trace, ignoredFolders } = options
  const [python, logs, node] = [join(place, 'python'), join(place, 'logs'), join(place, 'hook.cjs')]
  await Promise.all([mkdir(python, { recursive: true }), mkdir(logs, { recursive: true })])
  await Promise.all([writeFile(join(python, 'sitecustomize.py'), pythonHook), writeFile(node, nodeHook)])
  const strace = trace ? findStrace(variables['PATH']) : undefined
  const straceLog = join(place, 'strace.log')
  const ignored = [...ignoredFolders, place]
  const isWide = isTooWide(root)
  const scans = options.scans !== false && !isWide
  // Unseen is not the same as not there.
  const before = scans ? await scanFolder(root, { ...BEFORE, ignored }) : { ...nothing, isWhole: isWide }
  let traces: Promise<Traces> | undefined
  const finish = async (): Promise<Traces> => {
    const { readHookLogs } = await import('./read-hook-logs.ts')
    const after = scans ? await scanFolder(root, { ...AFTER, ignored }) : nothing
    const hooked = await readHookLogs(logs)
    const traced = strace === undefined ? [] : await readWholeStrace(straceLog)
    return { accesses: [...hooked, ...traced], before, after }
  }
  return {
    items: [...(trace ? [straceItem(strace)] : []), ...(isWide && options.scans !== false ? [wideItem(root)] : [])],
    variables: options.withHooks ? hookVariables({ python, logs, node, root }, variables) : {},
    wrap: (argv) => (strace === undefined ? argv : wrapInStrace(strace, straceLog, argv)),
    finish: () => (traces ??= finish()),
  }
}

const nothing: Scan = { files: new Map(), isWhole: true }

/** In the home folder, in one around it and in the system's folder for temporary files, what changes is mostly other programs' business. */
function isTooWide(root: string): boolean {
  return root === '/' || root === tmpdir() || isBelow(homedir(), root)
}

function wideItem(root: string): CaptureItem {
  const detail = `${root} holds more than the work of this command: only what Python, Node.js or strace tell of is known.`
  return { name: 'outputs.scan', status: 'SKIPPED', detail }
}

function hookVariables(
  { python, logs, node, root }: { readonly python: string; readonly logs: string; readonly node: string; readonly root: string },
  variables: TracingOptions['variables'],
): Record<string, string> {
  return {
    PYTHONPATH: [python, variables['PYTHONPATH'] ?? ''].filter((entry) => entry !== '').join(delimiter),
    NODE_OPTIONS: [`--require=${quote(node)}`, variables['NODE_OPTIONS'] ?? ''].filter((part) => part !== '').join(' '),
    REPRISE_TRACE_FOLDER: logs,
    REPRISE_TRACE_ROOT: root,
    REPRISE_TRACE_KEEP: String(COPIED),
    REPRISE_TRACE_KEEP_ALL: String(COPIED_IN_ALL),
    // Its output goes through a pipe, for which Python would keep lines back that a person waits for.
    ...(isatty(1) ? { REPRISE_LINE_BUFFERED: '1' } : {}),
  }
}

/** A space in NODE_OPTIONS ends a word, unless it is quoted. */
function quote(path: string): string {
  return /[\s"\\]/.test(path) ? `"${path.replace(/[\\"]/g, '\\$&')}"` : path
}

function straceItem(strace: string | undefined): CaptureItem {
  if (strace !== undefined) return { name: 'trace', status: 'CAPTURED', detail: strace }
  return { name: 'trace', status: 'ABSENT', detail: 'There is no strace on PATH: only what Python and Node.js open is known.' }
}

/** strace stands beside the command and may be a moment behind it. */
async function readWholeStrace(log: string): Promise<Access[]> {
  const endsAt = performance.now() + STRACE_FAREWELL
  for (let last = -1; performance.now() < endsAt;) {
    const { size } = await stat(log).catch(() => ({ size: 0 }))
    if (size === last) break
    last = size
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const { readStrace } = await import('./read-strace.ts')
  const accesses: Access[] = []
  try {
    for await (const access of readStrace(log)) accesses.push(access)
  } catch {
    // What was read of it holds; where there is no log, there was nothing to trace.
  }
  return accesses
}
