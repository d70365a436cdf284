import { getPriority, setPriority } from 'node:os'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { DatabaseSync } from 'node:sqlite'
import { callHandler, createContext, parseRequest } from '../../../call-handler.ts'
import { readChanges } from '../../../changes/index.ts'
import { createConnection } from '../file/connection.ts'
import { describeFailure, toStoreError } from '../file/errors.ts'
import { openForReading } from '../file/open-file.ts'
import { backUpFile } from '../file/back-up-file.ts'
import { readStatistics } from '../file/statistics.ts'
import { verifyFile } from '../file/verify-file.ts'
import type { FromReader, ThreadOptions, ToReader } from './messages.ts'

/** How much nicer than the process: where all cores are busy, a reader gets a tenth of what a thread that writes or answers gets. */
const NICENESS = 10
const LEAST_PRIORITY = 19

const options = workerData as ThreadOptions
const port = parentPort as MessagePort

try {
  giveWay()
  const database = openForReading(options.path)
  const connection = createConnection(database)
  port.on('message', (message: ToReader) => void answer(database, message, () => read(message)))
  const read = async (message: ToReader): Promise<unknown> => {
    switch (message.kind) {
      case 'changes':
        return readChanges(connection, message.after, message.limit)
      case 'statistics':
        return readStatistics(database)
      case 'verify':
        return verifyFile(database, connection, (done, total) => send({ kind: 'progress', id: message.id, done, total }))
      case 'backup':
        return backUpFile(database, message.target)
      case 'call': {
        const context = createContext(connection, options.artifactRoot, {
          now: () => message.now,
          idempotencyKey: undefined,
          announce: () => Promise.reject(new Error('a read announces nothing')),
        })
        return callHandler(message.name, context, parseRequest(message.request))
      }
      default:
        return message satisfies never
    }
  }
  send({ kind: 'opened' })
} catch (error) {
  send({ kind: 'failure', id: undefined, error: toStoreError(error, options.path).toEnvelope() })
  port.close()
}

/** Searches may take long, and programs that log wait for the others. Only Linux knows priorities of threads; elsewhere they are the process's. */
function giveWay(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(Math.min(LEAST_PRIORITY, getPriority() + NICENESS))
  } catch (error) {
    send({ kind: 'log', level: 'warn', message: `Searches will not give way to writes: ${String(error)}` })
  }
}

/** One transaction is one snapshot: whatever an answer is put together from belongs to one moment. */
async function answer(database: DatabaseSync, message: ToReader, read: () => Promise<unknown>): Promise<void> {
  try {
    // Copying a file opens a snapshot by itself, and can not do so inside another.
    if (message.kind !== 'backup') database.exec('begin')
    const value = await read()
    send({ kind: 'result', id: message.id, value }, value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : [])
  } catch (error) {
    const known = toStoreError(error, options.path)
    if (known !== error) send({ kind: 'log', level: 'error', message: `A read failed: ${describeFailure(error)}` })
    send({ kind: 'failure', id: message.id, error: known.toEnvelope() })
  } finally {
    if (database.isTransaction) database.exec('rollback')
  }
}

function send(message: FromReader, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer)
}
