import type { ChildProcess } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { delimiter, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RepriseError } from '@reprise/protocol'
import { startRecorded } from '../../reproducing/start-recorded.ts'

/** A training that `reprise run` records, in processes of its own, as a user's would be. */
export interface Training {
  /** The id of the run. Rejects when the training failed. */
  readonly done: Promise<string>
  /** Ends it early; its run is ended as KILLED. */
  stop(): Promise<void>
}

export interface TrainingOptions {
  readonly trackingUri: string
  readonly problemType: string
  readonly seed: number
  /** The demo's folder: below it is worked where the program is installed. In a clone it is the clone, whose code is recorded. */
  readonly folder: string
  /** The environment of the training. */
  readonly env: NodeJS.ProcessEnv
}

/** The program, as anybody would start it. */
const program = fileURLToPath(import.meta.resolve('@reprise/example-morphogenesis/main'))
const clone = fileURLToPath(new URL('../../../../..', import.meta.url))
/** Milliseconds the training gets to end its run before it is killed. */
const GRACE = 5_000

export function startTraining({ trackingUri, problemType, seed, folder, env }: TrainingOptions): Training {
  const { argv, cwd } = describeProgram(folder)
  const options = ['--tracking-uri', trackingUri, '--experiment', problemType]
  const { child, ended } = startRecorded({
    words: ['run', '--print-id', ...options, '--', ...argv, '--problem-type', problemType, '--seed', String(seed)],
    folder: cwd,
    env,
  })
  const done = ended.then(({ id, code, signal, said }) => {
    if (id !== undefined && code === 0) return id
    const how = code === null ? `signal ${String(signal)}` : `exit code ${String(code)}`
    throw new RepriseError('INTERNAL_ERROR', `The training ended with ${how}. ${lastLine(said)}`.trim())
  })
  // It may fail while nobody waits for it yet.
  done.catch(() => undefined)
  return { done, stop: () => stop(child, ended) }
}

/** In a clone the source, from its root; else the installed program. */
function describeProgram(folder: string): { argv: string[]; cwd: string } {
  if (!program.endsWith('.ts')) {
    const cwd = join(folder, 'work')
    mkdirSync(cwd, { recursive: true })
    return { argv: ['node', program], cwd }
  }
  return { argv: ['node', '--conditions=@reprise/source', relative(clone, program)], cwd: clone }
}

/**
 * The environment of the demo's runs: they belong to its server, whatever the user's own are set to, and `node` is the Node.js that runs
 * the demo.
 */
export function environmentOf(environment: NodeJS.ProcessEnv, spool: string): NodeJS.ProcessEnv {
  const own = Object.entries(environment).filter(([name]) => !/^(?:MLFLOW|REPRISE)_/.test(name))
  const path = [dirname(process.execPath), environment['PATH'] ?? ''].join(delimiter)
  return { ...Object.fromEntries(own), PATH: path, REPRISE_SPOOL: spool }
}

function lastLine(text: string): string {
  return (
    text
      .trimEnd()
      .split(/[\r\n]/)
      .at(-1) ?? ''
  )
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), GRACE)
  await ended.catch(() => undefined)
  clearTimeout(late)
}
