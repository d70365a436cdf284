import { RepriseError } from '@reprise/protocol'
import type { EndStatus } from '../runs/run.ts'
import type { OpenRun } from './open-runs.ts'

type Signal = 'SIGINT' | 'SIGTERM'

let hasSignal = false
let hooks: readonly (readonly [event: string, listener: (given: unknown) => void])[] = []

/**
 * Ends what is open when the process ends, whichever way that comes, and changes nothing about how it ends:
 *
 * - by itself: FINISHED, or FAILED when an exit code was set;
 * - SIGINT, SIGTERM: KILLED, then the signal takes effect, unless the program has listeners of its own, which then decide;
 * - uncaught errors and rejections: FAILED, then the error is thrown again, under the same condition;
 * - `process.exit()`: what was logged goes to the spool, since nothing can be sent any more.
 */
export function installExitHooks(open: ReadonlySet<OpenRun>): void {
  hooks = [
    ['beforeExit', () => void endAll(open, statusOfExit())],
    ['exit', () => endAllSynchronously(open, statusOfExit())],
    ['SIGINT', () => void endBySignal(open, 'SIGINT')],
    ['SIGTERM', () => void endBySignal(open, 'SIGTERM')],
    ['uncaughtException', (error) => void endByError(open, error)],
  ]
  for (const [event, listener] of hooks) process.on(event, listener)
}

export function removeExitHooks(): void {
  for (const [event, listener] of hooks) process.off(event, listener)
  hooks = []
}

async function endBySignal(open: ReadonlySet<OpenRun>, signal: Signal): Promise<void> {
  hasSignal = true
  if (process.listenerCount(signal) > 1) return
  await endAll(open, 'KILLED')
  removeExitHooks()
  process.kill(process.pid, signal)
}

async function endByError(open: ReadonlySet<OpenRun>, error: unknown): Promise<void> {
  if (process.listenerCount('uncaughtException') > 1) return
  await endAll(open, 'FAILED')
  removeExitHooks()
  setImmediate(() => {
    // Exactly what was thrown, error or not.
    // oxlint-disable-next-line typescript/only-throw-error
    throw error
  })
}

async function endAll(open: ReadonlySet<OpenRun>, status: EndStatus): Promise<void> {
  await Promise.all([...open].map(({ run }) => run.end(status)))
}

function endAllSynchronously(open: ReadonlySet<OpenRun>, status: EndStatus): void {
  for (const { run, report } of open) {
    run.endSynchronously(status)
    report(
      new RepriseError('TEMPORARILY_UNAVAILABLE', 'The process ended before all that was logged was sent.', {
        hint: 'Send it with `reprise spool sync`.',
      }),
    )
  }
}

function statusOfExit(): EndStatus {
  if (hasSignal) return 'KILLED'
  return Number(process.exitCode ?? 0) === 0 ? 'FINISHED' : 'FAILED'
}
