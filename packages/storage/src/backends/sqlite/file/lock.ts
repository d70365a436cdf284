import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { RepriseError } from '@reprise/protocol'
import { isBusy, toStoreError } from './errors.ts'

/** Held while a store is open; the kernel releases it when the process ends, however it ends. */
export interface StoreLock {
  release(): void
}

/**
 * Locks a store for this process. The lock is an open write transaction on the database `<path>-lock`: others can still
 * read there who holds it, and no lock outlives its holder. Throws RESOURCE_CONFLICT that names the holder.
 */
export function takeLock(path: string): StoreLock {
  const lock = openLock(path)
  try {
    lock.exec(
      `begin immediate; create table if not exists holder (pid integer); delete from holder; insert into holder values (${process.pid}); commit`,
    )
    lock.exec('begin immediate')
  } catch (error) {
    const holder = isBusy(error) ? readHolder(lock) : undefined
    lock.close()
    throw isBusy(error) ? inUse(path, holder) : toStoreError(error, path)
  }
  return { release: () => lock.close() }
}

/** The process that has a store open, without taking it away from the next: 0 where that has not written its name. Undefined for none. */
export function findHolder(path: string): number | undefined {
  if (!existsSync(`${path}-lock`)) return undefined
  const lock = openLock(path)
  try {
    lock.exec('begin immediate; rollback')
    return undefined
  } catch (error) {
    if (isBusy(error)) return readHolder(lock) ?? 0
    throw toStoreError(error, path)
  } finally {
    lock.close()
  }
}

function openLock(path: string): DatabaseSync {
  try {
    const lock = new DatabaseSync(`${path}-lock`, { timeout: 0 })
    lock.exec('pragma synchronous = off')
    return lock
  } catch (error) {
    throw toStoreError(error, path)
  }
}

function readHolder(lock: DatabaseSync): number | undefined {
  try {
    lock.exec('pragma busy_timeout = 200')
    return lock.prepare('select pid from holder').get()?.['pid'] as number | undefined
  } catch {
    // It has not written its name yet.
    return undefined
  }
}

function inUse(path: string, holder: number | undefined): RepriseError {
  const who = holder === process.pid ? 'this process' : holder === undefined ? 'another process' : `process ${holder}`
  return new RepriseError('RESOURCE_CONFLICT', `${path} is in use by ${who}.`, {
    hint: 'A store belongs to one server: connect to that server, or stop it first.',
  })
}
