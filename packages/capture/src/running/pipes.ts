import { execFile } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Both ends of a pipe; ours never blocks, the command's does, as programs expect. */
export interface Pipe {
  readonly path: string
  readonly ours: number
  readonly theirs: number
}

export interface Pipes {
  readonly stdin: string
  readonly stdout: string
  readonly stderr: string
}

/**
 * Makes three pipes in a folder. Node connects children by sockets, which are no files: `echo > /dev/stderr`, `tee /dev/stdout` and
 * `cat /dev/stdin` fail on those. Undefined where there is no `mkfifo`, or no room.
 */
export async function makePipes(folder: string): Promise<Pipes | undefined> {
  const pipes = { stdin: join(folder, 'stdin'), stdout: join(folder, 'stdout'), stderr: join(folder, 'stderr') }
  try {
    await promisify(execFile)('mkfifo', ['-m', '600', ...Object.values(pipes)])
    return pipes
  } catch {
    return undefined
  }
}

/** A pipe that the command writes to. The end to read is opened first, else opening the other would wait for it. */
export function openForReading(path: string): Pipe {
  const ours = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  return { path, ours, theirs: openSync(path, constants.O_WRONLY) }
}

/** A pipe that the command reads from. */
export function openForWriting(path: string): Pipe {
  const opener = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  const ours = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
  const theirs = openSync(path, constants.O_RDONLY)
  closeSync(opener)
  return { path, ours, theirs }
}
