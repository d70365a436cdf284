import { type ChildProcess, spawn } from 'node:child_process'
import { Readable } from 'node:stream'

export interface RecordedCommand {
  /** What goes after `reprise`: `run --print-id …` or `repro --json …`. */
  readonly words: readonly string[]
  /** Whether a pipeline is run, which prints a document, and the stage whose run is meant, if not all of it. */
  readonly isPipeline?: boolean
  readonly stage?: string | undefined
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  /** Words before it, such as `taskset -c 0`. */
  readonly within?: readonly string[]
  /** For standard input, an open file, or what goes through a pipe; nothing is connected without. */
  readonly stdin?: number | Readable | undefined
}

/** How it ended. */
export interface RecordedEnd {
  /** Of the run; undefined where it was not recorded. */
  readonly id: string | undefined
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** The end of what was written to standard error. */
  readonly said: string
}

export interface StartedRecording {
  readonly child: ChildProcess
  /** Rejects where it could not be started. */
  readonly ended: Promise<RecordedEnd>
}

/** Characters of the output of which the last line is the id of the run. */
const KEPT = 4_096
/** And of a document that is read as a whole. */
const KEPT_DOCUMENT = 64 * 1024 * 1024
const idAtEnd = /([\da-f]{32})\s*$/

/** Of the run of a pipeline, or of one of its stages; undefined where nothing was recorded. */
function idInDocument(text: string, stage: string | undefined): string | undefined {
  try {
    const { run, runs } = JSON.parse(text) as { readonly run?: string | null; readonly runs?: Readonly<Record<string, string>> }
    return (stage === undefined ? run : runs?.[stage]) ?? undefined
  } catch {
    return undefined
  }
}

/** Starts `reprise run` or `reprise repro` in a process of its own, with the Node.js and the program that run here. */
export function startRecorded({ words, folder, env, within = [], stdin, isPipeline = false, stage }: RecordedCommand): StartedRecording {
  const [program = '', ...rest] = [...within, process.execPath, ...process.execArgv, process.argv[1] ?? '', ...words]
  const kept = isPipeline ? KEPT_DOCUMENT : KEPT
  const child = spawn(program, rest, {
    cwd: folder,
    env,
    stdio: [stdin instanceof Readable ? 'pipe' : (stdin ?? 'ignore'), 'pipe', 'pipe'],
  })
  let [end, said] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (end = (end + text).slice(-kept)))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-KEPT)))
  const ended = new Promise<RecordedEnd>((resolve, reject) => {
    child.on('error', reject)
    if (stdin instanceof Readable && child.stdin !== null) {
      stdin.on('error', reject).pipe(child.stdin)
      // A command that does not read, or not to the end, is no failure.
      child.stdin.on('error', () => stdin.destroy())
    }
    child.on('close', (code, signal) => resolve({ id: isPipeline ? idInDocument(end, stage) : idAtEnd.exec(end)?.[1], code, signal, said }))
  })
  return { child, ended }
}
