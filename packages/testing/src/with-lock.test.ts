import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createTemporaryFolder } from './temporary-folder.ts'
import { withLock } from './with-lock.ts'

test('one after the other', async () => {
  await using folder = await createTemporaryFolder()
  let inside = 0
  const work = () =>
    withLock(join(folder.path, 'lock'), async () => {
      inside += 1
      await sleep(20)
      const seen = inside
      inside -= 1
      return seen
    })
  expect(await Promise.all([work(), work(), work()])).toEqual([1, 1, 1])
})

test('takes over the lock of a process that is gone', async () => {
  await using folder = await createTemporaryFolder()
  const lock = join(folder.path, 'lock')
  // Beyond the highest process id that Linux or macOS give.
  await writeFile(lock, '99999999')
  expect(await withLock(lock, async () => 'mine')).toBe('mine')
})

test('is free again after a failure, and refuses to wait for ever', async () => {
  await using folder = await createTemporaryFolder()
  const lock = join(folder.path, 'lock')
  await expect(withLock(lock, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  await withLock(lock, async () => {
    await expect(withLock(lock, async () => 'never', 250)).rejects.toThrow('still locked')
  })
})
