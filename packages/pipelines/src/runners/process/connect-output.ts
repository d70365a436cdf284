import type { ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { makePipes, makeTemporaryFolder, passOutput, type Pipes } from '@reprise/capture/running'
import type { RunOptions } from '../../running/index.ts'

/** Standard output and error of a command on their way to a listener. */
export interface ConnectedOutput {
  /** For `stdio` of the child. */
  readonly theirs: readonly [number | 'pipe', number | 'pipe']
  /** To be called as soon as the child was started, or could not be. */
  begin(child: ChildProcess): void
  /** To be called when it has ended. Waits for what it wrote, not for what processes that it left behind go on to write: that goes to our own output. */
  end(): Promise<void>
}

/** Pipes that no command has. They are files, so that `tee /dev/stderr` works in a stage. */
const free: Pipes[] = []
let folder: string | undefined
let made = 0

export async function connectOutput(onOutput: NonNullable<RunOptions['onOutput']>): Promise<ConnectedOutput> {
  const pipes = free.pop() ?? (await makeMore())
  const streams = ([1, 2] as const).map((descriptor) => {
    const name = descriptor === 1 ? 'stdout' : 'stderr'
    const take = async (chunk: Buffer): Promise<boolean> => {
      await onOutput(name, chunk)
      return true
    }
    return { name, passed: passOutput({ take, descriptor }, pipes?.[name]) } as const
  })
  const [stdout, stderr] = streams
  if (stdout === undefined || stderr === undefined) throw new Error('There are two streams.')
  return {
    theirs: [stdout.passed.theirs, stderr.passed.theirs],
    begin: (child) => {
      for (const { name, passed } of streams) passed.begin(child[name])
    },
    end: async () => {
      const areWhole = await Promise.all(streams.map(({ passed }) => passed.end()))
      // Who was left behind has an end of them still.
      if (pipes !== undefined && !areWhole.includes(false)) free.push(pipes)
    },
  }
}

/** Undefined where the system makes none: then sockets have to do. */
async function makeMore(): Promise<Pipes | undefined> {
  try {
    folder ??= makeFolder()
    const place = join(folder, String(made++))
    await mkdir(place)
    return await makePipes(place)
  } catch {
    return undefined
  }
}

function makeFolder(): string {
  const path = makeTemporaryFolder('run')
  process.on('exit', () => rmSync(path, { recursive: true, force: true }))
  return path
}
