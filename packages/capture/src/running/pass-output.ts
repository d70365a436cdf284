import { spawn } from 'node:child_process'
import { closeSync, constants, openSync, readSync } from 'node:fs'
import { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type { KeptBytes } from './kept-bytes.ts'
import { openForReading } from './pipes.ts'
import { writeWhole } from './write-whole.ts'

/** Milliseconds without a byte after which what the ended command has left behind is not waited for. */
const SILENCE = 250
/** Bytes that are read at a time, into the same memory each time: chunks of their own would wait for the garbage collector. */
const CHUNK = 64 * 1_024
/** That are taken at the end, when nobody tells of what is there. */
const MOST_CHUNKS = 32

/** One output stream of the command on its way to ours. */
export interface PassedOutput {
  /** For `stdio` of the child. */
  readonly theirs: number | 'pipe'
  /** To be called with the child's stream, when there is one, once the child has its end. */
  begin(stream: Readable | null): void
  /**
   * To be called when the command has ended. Waits for what it wrote. A process it left behind that holds the stream keeps a way to
   * our stream, and is no longer logged: then this answers false.
   */
  end(): Promise<boolean>
}

/** Where a stream goes. */
export interface OutputTarget {
  /** Takes a chunk, whose memory is used again once this has resolved; false when nobody reads it any more. */
  readonly take: (chunk: Buffer) => Promise<boolean>
  /** Gets what processes that the command left behind still write. */
  readonly descriptor: number
}

/** Ours: what it takes is added to `kept`, and shown to `onChunk`. */
export function toDescriptor(descriptor: number, kept: KeptBytes, onChunk?: (chunk: Uint8Array) => void): OutputTarget {
  return {
    descriptor,
    take: (chunk) => {
      kept.add(chunk)
      onChunk?.(chunk)
      return writeWhole(descriptor, chunk)
    },
  }
}

/** Hands a stream on unchanged, at the pace of its reader. */
export function passOutput({ take, descriptor }: OutputTarget, path: string | undefined): PassedOutput {
  const pipe = path === undefined ? undefined : openForReading(path)
  let source: Readable | undefined
  let hasEnded = false
  let isWriting = false
  let touched = 0
  const done = Promise.withResolvers<void>()
  const finish = (): void => {
    hasEnded = true
    done.resolve()
  }
  const pass = async (chunk: Buffer): Promise<void> => {
    touched = performance.now()
    isWriting = true
    source?.pause()
    const isWritten = await take(chunk)
    isWriting = false
    touched = performance.now()
    // Our reader is gone: the command meets the same end of its pipe.
    if (isWritten) source?.resume()
    else source?.destroy()
  }
  return {
    theirs: pipe?.theirs ?? 'pipe',
    begin: (stream) => {
      if (pipe !== undefined) closeSync(pipe.theirs)
      if (pipe === undefined) source = stream?.on('data', (chunk: Buffer) => void pass(chunk))
      else source = readInto(Buffer.allocUnsafeSlow(CHUNK), pipe.ours, pass)
      source?.on('end', finish).on('close', finish).on('error', finish)
    },
    end: async () => {
      touched = Math.max(touched, performance.now())
      while (!hasEnded && (isWriting || performance.now() - touched < SILENCE)) {
        await Promise.race([done.promise, new Promise((resolve) => setTimeout(resolve, SILENCE / 5))])
      }
      if (hasEnded) return true
      source?.pause()
      // A process that was kept from running, such as this one, may have been silent as well.
      if (pipe !== undefined && (await drain(pipe.ours, take))) {
        source?.destroy()
        return true
      }
      if (path !== undefined) leaveBehind(path, descriptor)
      source?.destroy()
      return false
    },
  }
}

/** Reads a descriptor into one buffer; `pass` has the source paused until the bytes are used. */
function readInto(buffer: Buffer, descriptor: number, pass: (chunk: Buffer) => Promise<void>): Readable {
  const callback = (length: number): boolean => {
    void pass(buffer.subarray(0, length))
    return true
  }
  const socket = new Socket({ fd: descriptor, readable: true, writable: false, onread: { buffer, callback } })
  return socket.resume()
}

/** Takes what is in a pipe that does not block. Answers whether that is its end: nobody is left who could write to it. */
async function drain(descriptor: number, take: OutputTarget['take']): Promise<boolean> {
  const buffer = Buffer.allocUnsafeSlow(CHUNK)
  // One who goes on writing is not waited for: a pipe holds less than this.
  for (let chunks = 0; chunks < MOST_CHUNKS; chunks++) {
    let length: number
    try {
      length = readSync(descriptor, buffer)
    } catch {
      // There is nothing now, and there may be later.
      return false
    }
    if (length === 0) return true
    await take(buffer.subarray(0, length))
  }
  return false
}

/** `cat` carries on with what processes of the ended command still write. */
function leaveBehind(path: string, descriptor: number): void {
  try {
    // Opening the end to read waits for someone who writes, who may have ended just now.
    const partner = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
    const source = openSync(path, 'r')
    closeSync(partner)
    spawn('cat', { stdio: [source, descriptor, 'ignore'], detached: true })
      .on('error', () => undefined)
      .unref()
    closeSync(source)
  } catch {
    // They meet a closed pipe, as they would when a terminal is closed.
  }
}
