import { type Transferable, Worker } from 'node:worker_threads'
import { type ErrorEnvelope, RepriseError, toRepriseError } from '@reprise/protocol'
import type { ThreadOptions } from './messages.ts'

/** Threads start from source in a checkout and from compiled files in a package. */
const isSource = import.meta.url.endsWith('.ts')
const files = {
  writer: isSource ? new URL('./writer-thread.ts', import.meta.url) : new URL('./writer-thread.js', import.meta.url),
  reader: isSource ? new URL('./reader-thread.ts', import.meta.url) : new URL('./reader-thread.js', import.meta.url),
} as const

/** A thread that is up. */
export interface Thread<To> {
  post(message: To, transfer?: Transferable[]): void
  /** Ends it, whatever it is doing. */
  end(): Promise<void>
}

/** Every thread says `opened` when it is up, or a failure of no request when it can not be. */
interface Said {
  readonly kind: string
  readonly id?: number | undefined
  readonly error?: ErrorEnvelope
}

/** How to hear from a thread. */
export interface ThreadListeners<From> {
  onMessage(message: From): void
  /** The thread ended although nobody asked it to. */
  onDeath(error: RepriseError): void
}

/** Starts a thread; rejects with what kept it from opening the store. Node options of this process hold for it, but for `--input-type`. */
export function startThread<To, From extends Said>(
  kind: keyof typeof files,
  options: ThreadOptions,
  { onMessage, onDeath }: ThreadListeners<From>,
): Promise<Thread<To>> {
  const worker = new Worker(files[kind], {
    name: `reprise-${kind}`,
    workerData: options,
    ...optionsForThread(process.execArgv),
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  })
  let isEnding = false
  const thread: Thread<To> = {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    end: async () => {
      isEnding = true
      await worker.terminate()
    },
  }
  return new Promise((resolve, reject) => {
    worker.on('message', (message: From) => {
      if (message.kind === 'opened') resolve(thread)
      if (message.kind === 'failure' && message.id === undefined) {
        isEnding = true
        reject(toRepriseError(message.error, 'INTERNAL_ERROR'))
      } else onMessage(message)
    })
    worker.on('error', (error) =>
      die(new RepriseError('INTERNAL_ERROR', `The ${kind} thread of the store failed: ${String(error)}`, { cause: error })),
    )
    worker.on('exit', () => die(new RepriseError('INTERNAL_ERROR', `The ${kind} thread of the store ended.`)))
    const die = (error: RepriseError): void => {
      if (isEnding) return
      isEnding = true
      reject(error)
      onDeath(error)
    }
  })
}

/**
 * `--input-type` is about the program of `node -e`, and a thread that is started from a file may not have it. Otherwise a thread inherits
 * what it can by itself: options of V8, which hold for the whole process, may not be named again.
 */
function optionsForThread(options: readonly string[]): { execArgv?: string[] } {
  const kept = options.filter((option, index) => !/^--input-type(?:=|$)/.test(option) && options[index - 1] !== '--input-type')
  return kept.length === options.length ? {} : { execArgv: kept }
}
