import type { ChildProcess } from 'node:child_process'
import type { WriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { PointRecord } from '@reprise/pipelines/sweeps'

/** Bytes of what was said last that are looked through for why it failed. */
const LAST = 16 * 1024
/** And of the document on standard output. */
const LARGEST = 16 * 1024 * 1024

interface Outcome {
  readonly stage: string
  readonly outcome: string
}

/** Waits for a process of `reprise repro --json`: its other output goes to a file. */
export async function readEnd(child: ChildProcess, log: WriteStream, name: string): Promise<Pick<PointRecord, 'run' | 'stages' | 'error'>> {
  let [document, last] = ['', '']
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (document = (document + text).slice(0, LARGEST)))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (last = (last + text).slice(-LAST)))
  child.stderr?.pipe(log)
  const code = await new Promise<number | string>((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (exitCode, signal) => resolve(exitCode ?? signal ?? 'unknown'))
  })
  log.end()
  await finished(log).catch(() => undefined)
  if (code !== 0) return { error: findError(last) ?? `${name} ended with ${code}` }
  const { run, stages } = JSON.parse(document) as { readonly run?: string | null; readonly stages: readonly Outcome[] }
  return { run: run ?? undefined, stages: Object.fromEntries(stages.map(({ stage, outcome }) => [stage, outcome])) }
}

/** With --json an error is one line of JSON on standard error, the last of all. */
function findError(text: string): string | undefined {
  for (const line of text.trimEnd().split('\n').toReversed()) {
    const message = parseMessage(line)
    if (message !== undefined) return message
  }
  return undefined
}

function parseMessage(line: string): string | undefined {
  try {
    const value: unknown = JSON.parse(line)
    const error: unknown = typeof value === 'object' && value !== null && 'error' in value ? value.error : value
    if (typeof error === 'string') return error
    return typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string'
      ? error.message
      : undefined
  } catch {
    return undefined
  }
}
