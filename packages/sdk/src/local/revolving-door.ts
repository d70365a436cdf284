import { setTimeout as sleep } from 'node:timers/promises'
import { RepriseError } from '@reprise/protocol'
import type { LocalParts } from './open-parts.ts'

/** Milliseconds without a request after which a store is closed. */
const IDLE_MILLISECONDS = 300
/** How often a store is tried that another process has. */
const GLANCE_MILLISECONDS = 50

/** Lends the parts of a folder to one request after the other. */
export type RevolvingDoor = <Result>(use: (parts: LocalParts) => Promise<Result>) => Promise<Result>

/**
 * Opens a store when it is needed and closes it soon after: an open one would keep the process alive, and other processes
 * out. While another process has it for longer than `patience` milliseconds, a request fails with TEMPORARILY_UNAVAILABLE.
 */
export function createRevolvingDoor(open: () => Promise<LocalParts>, patience: number): RevolvingDoor {
  let opened: Promise<LocalParts> | undefined
  let closing: Promise<void> | undefined
  let users = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const close = (): void => {
    closing = opened?.then(({ store }) => store.close()).finally(() => (closing = undefined))
    opened = undefined
  }
  const enter = async (): Promise<LocalParts> => {
    await closing
    opened ??= openWhenFree(open, patience)
    try {
      return await opened
    } catch (error) {
      opened = undefined
      throw toPassing(error)
    }
  }
  return async (use) => {
    clearTimeout(timer)
    users += 1
    try {
      return await use(await enter())
    } finally {
      users -= 1
      if (users === 0) timer = setTimeout(close, IDLE_MILLISECONDS)
    }
  }
}

async function openWhenFree(open: () => Promise<LocalParts>, patience: number): Promise<LocalParts> {
  const endsAt = performance.now() + patience
  for (;;) {
    try {
      return await open()
    } catch (error) {
      if (!isTaken(error) || performance.now() > endsAt) throw error
      await sleep(GLANCE_MILLISECONDS)
    }
  }
}

function isTaken(error: unknown): error is RepriseError {
  return error instanceof RepriseError && error.code === 'RESOURCE_CONFLICT'
}

function toPassing(error: unknown): unknown {
  if (!isTaken(error)) return error
  return new RepriseError('TEMPORARILY_UNAVAILABLE', error.message, {
    hint: 'A folder belongs to one process at a time; a server has no such limit.',
    cause: error,
  })
}
