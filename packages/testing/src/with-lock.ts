import { mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Runs `work` while no other process of this machine does so under the same lock file. A lock whose owner has died is taken over.
 * Throws when the lock is not free after `timeoutMs`.
 */
export async function withLock<T>(path: string, work: () => Promise<T>, timeoutMs = 900_000): Promise<T> {
  await mkdir(dirname(path), { recursive: true })
  const deadline = Date.now() + timeoutMs
  while (!(await take(path))) {
    if (Date.now() > deadline) throw new Error(`${path} is still locked after ${timeoutMs} ms.`)
    await releaseIfAbandoned(path)
    await sleep(100)
  }
  try {
    return await work()
  } finally {
    await rm(path, { force: true })
  }
}

async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx')
    await file.writeFile(String(process.pid))
    await file.close()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function releaseIfAbandoned(path: string): Promise<void> {
  const owner = Number(await readFile(path, 'utf8').catch(() => ''))
  // An empty file is a lock that is just being taken.
  if (owner > 0 && !isAlive(owner)) await rm(path, { force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
