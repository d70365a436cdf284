export { type HeldPaths, holdPaths, type PathLockOptions, type PathsToHold } from './path-locks.ts'
export { type HeldLock, LOCK_MESSAGE, type LockOptions, takeLock } from './repository-lock.ts'
