import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { runMigrations } from '../../../migrations/run-migrations.ts'
import { toStoreError } from '../file/errors.ts'
import { type StoreLock, takeLock } from '../file/lock.ts'
import { asMigrationTarget, makeFolder, openForWriting, syncFolderOf } from '../file/open-file.ts'
import { Writer } from '../writer/writer.ts'
import { WriterLoop } from '../writer/writer-loop.ts'
import type { FromWriter, ThreadOptions, ToWriter } from './messages.ts'

const options = workerData as ThreadOptions
const port = parentPort as MessagePort

try {
  makeFolder(options.path)
  const lock = takeLock(options.path)
  try {
    await open(lock)
  } catch (error) {
    lock.release()
    throw error
  }
} catch (error) {
  send({ kind: 'failure', id: undefined, error: toStoreError(error, options.path).toEnvelope() })
  port.close()
}

/** The loop holds the lock: a lock that nothing refers to is released when memory is tidied. */
async function open(lock: StoreLock): Promise<void> {
  const database = openForWriting(options.path)
  const backup = await runMigrations(asMigrationTarget(database, options.path))
  syncFolderOf(options.path)
  const writer = await Writer.open(database, { ...options, onTrouble: (message) => send({ kind: 'log', level: 'error', message }) })
  const loop = new WriterLoop(writer, { send, receive }, { path: options.path, lock })
  port.on('message', (message: ToWriter) => loop.wake(message))
  send({ kind: 'opened', backup, unsettled: writer.unsettled })
}

function send(message: FromWriter, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer)
}

function receive(): ToWriter | undefined {
  return receiveMessageOnPort(port)?.message as ToWriter | undefined
}
