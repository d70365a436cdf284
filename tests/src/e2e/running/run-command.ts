import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { parseRecord, type RunRecord } from '@reprise/protocol'
import { type Client, createClient } from '@reprise/client'
import { readMemory } from '@reprise/testing'
import { bareEnvironment, fromSource } from '../reprise.ts'

export interface WrappedCommand {
  readonly url: string
  readonly cwd: string
  /** Before `--`. */
  readonly options?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** What comes through a pipe; nothing is /dev/null. */
  readonly input?: string | Uint8Array
  /** Called with what the wrapper has written to stdout so far, and its process. */
  readonly onOutput?: (output: string, pid: number) => void
}

export interface Wrapped {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: Buffer
  readonly stderr: string
  /** Bytes that the wrapper held at most; undefined where the system does not tell. */
  readonly peak: number | undefined
}

/** Runs `reprise run -- …` from source. Nothing of the surroundings is a setting. */
export async function runWrapped(argv: readonly string[], command: WrappedCommand): Promise<Wrapped> {
  const { url, cwd, options = [], env = {}, input, onOutput } = command
  const child = spawn(process.execPath, [...fromSource, 'run', '--tracking-uri', url, ...options, '--', ...argv], {
    cwd,
    env: { ...bareEnvironment(), REPRISE_SPOOL: 'off', XDG_CACHE_HOME: dirname(cwd), ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []]
  let peak: number | undefined
  const watch = setInterval(() => {
    void readMemory(child.pid ?? 0).then(
      (memory) => (peak = memory?.peak ?? peak),
      () => undefined,
    )
  }, 50)
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout.push(chunk)
    onOutput?.(Buffer.concat(stdout).toString(), child.pid ?? 0)
  })
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk))
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input)
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.on('error', reject).on('close', (...ending) => resolve(ending))
  })
  clearInterval(watch)
  return { code, signal, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString(), peak }
}

/** A run that was recorded, as the server has it. */
export interface Recorded {
  readonly id: string
  readonly status: string
  readonly tags: Readonly<Record<string, string>>
  readonly params: Readonly<Record<string, string>>
  readonly record: RunRecord
  readArtifact(path: string): Promise<Buffer>
}

/** Bytes of an id and the end of its line. */
const ID_LINE = 33

/** Runs a command with `--print-id`, and reads what was recorded. `wrapped.stdout` is without the id. */
export async function record(argv: readonly string[], command: WrappedCommand): Promise<Recorded & { readonly wrapped: Wrapped }> {
  const wrapped = await runWrapped(argv, { ...command, options: [...(command.options ?? []), '--print-id'] })
  const id = wrapped.stdout.subarray(-ID_LINE).toString().trim()
  if (!/^[0-9a-f]{32}$/.test(id)) throw new Error(`No id was printed: ${wrapped.stdout.toString().slice(-500)}\n${wrapped.stderr}`)
  return {
    ...(await readRecorded(createClient({ url: command.url }), id)),
    wrapped: { ...wrapped, stdout: wrapped.stdout.subarray(0, -ID_LINE) },
  }
}

export async function readRecorded(client: Client, id: string): Promise<Recorded> {
  const { run } = await client.getRun({ run_id: id })
  const uri = run.info.artifact_uri ?? ''
  const readArtifact = async (path: string): Promise<Buffer> =>
    Buffer.from(await new Response(await client.downloadArtifact(uri, path)).arrayBuffer())
  const toObject = (pairs: readonly { key: string; value?: string | undefined }[]) =>
    Object.fromEntries(pairs.map(({ key, value }) => [key, value ?? '']))
  return {
    id,
    status: run.info.status,
    tags: toObject(run.data?.tags ?? []),
    params: toObject(run.data?.params ?? []),
    record: parseRecord(await readArtifact('reprise/record.json')),
    readArtifact,
  }
}

/** Asks again until there is an answer. */
export async function untilThere<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

/** The only run of an experiment, once its record is there. */
export async function awaitRun(url: string, experiment: string): Promise<Recorded> {
  const client = createClient({ url })
  return untilThere(async () => {
    const { experiment: found } = await client.getExperimentByName({ experiment_name: experiment })
    const { runs } = await client.searchRuns({ experiment_ids: [found.experiment_id] })
    return readRecorded(client, runs[0]?.info.run_id ?? '')
  })
}
