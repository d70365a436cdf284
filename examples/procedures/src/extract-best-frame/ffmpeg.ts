import { type ChildProcess, spawn } from 'node:child_process'
import { access, chmod, constants } from 'node:fs/promises'
import { VideoError } from './video-error.ts'

/** The most of ffmpeg's complaints that are kept. */
const MOST_COMPLAINTS = 64 * 1024

/** ffmpeg at work. */
export interface RunningFfmpeg {
  /** What it writes. */
  readonly output: AsyncIterable<Uint8Array>
  /** Resolves with the exit code and what it complained about. */
  readonly ended: Promise<{ readonly code: number; readonly complaints: string }>
  stop(): void
}

/** Starts ffmpeg with these arguments and, where given, something to read. Rejects with NoDecoder where there is none to start. */
export async function startFfmpeg(program: string | undefined, args: readonly string[], input?: Uint8Array): Promise<RunningFfmpeg> {
  const path = program ?? (await findFfmpeg())
  const child = spawn(path, ['-hide_banner', '-v', 'warning', ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  const ended = watch(child)
  await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject)).catch((cause: Error) => {
    throw new VideoError('NoDecoder', `ffmpeg can not be started: ${cause.message}`, { cause })
  })
  // One who has seen enough closes the pipe.
  child.stdin.on('error', () => undefined).end(input)
  return { output: child.stdout, ended, stop: () => void child.kill('SIGKILL') }
}

/** The ffmpeg of the package. Some installations leave out the permission to start it. */
async function findFfmpeg(): Promise<string> {
  try {
    const { path } = (await import('@ffmpeg-installer/ffmpeg')).default
    await access(path, constants.X_OK).catch(() => chmod(path, 0o755))
    return path
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new VideoError('NoDecoder', `there is no ffmpeg to start: ${why}`, { cause })
  }
}

function watch(child: ChildProcess): RunningFfmpeg['ended'] {
  let complaints = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (complaints.length < MOST_COMPLAINTS) complaints += text
  })
  return new Promise((resolve) => {
    child.once('close', (code) => resolve({ code: code ?? 1, complaints })).once('error', () => undefined)
  })
}
