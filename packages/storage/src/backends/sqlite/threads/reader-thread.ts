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

const options = workerData as ThreadOptions
const port = parentPort as MessagePort

try {
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
