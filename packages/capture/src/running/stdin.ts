import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { Socket } from 'node:net'
import { isatty } from 'node:tty'
import type { RecordedCommand } from '@reprise/protocol'
import { createKeptBytes, type KeptBytes } from './kept-bytes.ts'
import { openForWriting } from './pipes.ts'

const CHUNK = 1024 * 1024

export type StdinKind = RecordedCommand['stdin']['kind']

/** What was read from standard input. */
export interface RecordedInput {
  readonly kind: StdinKind
  /** Absent where it is a terminal or nothing, or was not read to its end. */
  readonly bytes?: KeptBytes
}

/** Standard input on its way to the command. */
export interface StdinConnection {
  readonly kind: StdinKind
  /** For `stdio` of the child: a descriptor of ours, which is handed on as it is, or the end of a pipe. */
  readonly theirs: number
  /** To be called when the child has its end. */
  begin(): void
  /** What is known when the command has ended. */
  end(): Promise<RecordedInput>
}

/** What the descriptor is connected to. A device other than a terminal, such as /dev/null, is nothing. */
function kindOfStdin(descriptor: number): StdinKind {
  if (isatty(descriptor)) return 'TERMINAL'
  const stats = statOf(descriptor)
  if (stats?.isFile() === true) return 'FILE'
  return stats?.isFIFO() === true || stats?.isSocket() === true ? 'PIPE' : 'NONE'
}

/**
 * Connects the command to our standard input. Terminals, files and devices are handed on themselves, so that they stay what they are;
 * a file is read a second time for its digest. What comes through a pipe goes through us. Keeps up to `limit` bytes.
 */
export function connectStdin(
  descriptor: number,
  { pipe, limit }: { readonly pipe: string | undefined; readonly limit: number },
): StdinConnection {
  const kind = kindOfStdin(descriptor)
  if (kind === 'PIPE' && pipe !== undefined) return passOn(reopen(descriptor), pipe, limit)
  const position = kind === 'FILE' ? positionOf(descriptor) : undefined
  const end = async (): Promise<RecordedInput> =>
    position === undefined ? { kind } : { kind, ...(await readFrom(descriptor, position, limit)) }
  return { kind, theirs: descriptor, begin: () => undefined, end }
}

/** Reads ahead of the command by what the pipe holds, as any program between two others does. */
function passOn(source: number, path: string, limit: number): StdinConnection {
  const pipe = openForWriting(path)
  const bytes = createKeptBytes(limit)
  const input = new Socket({ fd: source, readable: true, writable: false })
  const output = new Socket({ fd: pipe.ours, readable: false, writable: true })
  let isWhole = false
  const stop = (): void => {
    input.destroy()
    output.destroy()
  }
  // A command that does not read, or not to the end, is no problem of ours.
  output.on('error', stop)
  input.on('error', stop)
  return {
    kind: 'PIPE',
    theirs: pipe.theirs,
    begin: () => {
      closeSync(pipe.theirs)
      input.on('data', (chunk: Buffer) => bytes.add(chunk))
      input.on('end', () => (isWhole = true))
      input.pipe(output)
    },
    end: async () => {
      stop()
      return isWhole ? { kind: 'PIPE', bytes } : { kind: 'PIPE' }
    },
  }
}

/**
 * A description of our own for the same pipe: those who share the other one must not find it non-blocking. There is none for a socket, which
 * is what Node.js connects its children with, and which it shares with nobody.
 */
function reopen(descriptor: number): number {
  try {
    return openSync(`/proc/self/fd/${descriptor}`, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch {
    return descriptor
  }
}

function positionOf(descriptor: number): number | undefined {
  try {
    return Number(/^pos:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1] ?? 0)
  } catch {
    return undefined
  }
}

async function readFrom(descriptor: number, position: number, limit: number): Promise<{ bytes?: KeptBytes }> {
  const bytes = createKeptBytes(limit)
  try {
    const path = `/proc/self/fd/${descriptor}`
    const { ino, size } = statSync(path)
    const file = await open(path, 'r')
    try {
      if ((await file.stat()).ino !== ino) return {}
      const buffer = Buffer.alloc(Math.min(CHUNK, Math.max(1, size)))
      for (let from = position; ;) {
        const { bytesRead } = await file.read(buffer, 0, buffer.length, from)
        if (bytesRead === 0) return { bytes }
        bytes.add(buffer.subarray(0, bytesRead))
        from += bytesRead
      }
    } finally {
      await file.close()
    }
  } catch {
    return {}
  }
}

function statOf(descriptor: number): Stats | undefined {
  try {
    return fstatSync(descriptor)
  } catch {
    return undefined
  }
}
