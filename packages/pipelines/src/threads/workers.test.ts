import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder } from '@reprise/testing'
import { expect, test } from 'vitest'
import { createWorkers, type Task } from './index.ts'

const check = (...oids: string[]): Task<'check'> => ({ job: { kind: 'check', folder: '/nowhere', hash: 'md5', oids }, bytes: 0 })

test('every task is done once, from a source that is asked only for what there is room for', async () => {
  const workers = createWorkers({ threads: 2 })
  let given = 0
  let most = 0
  let done = 0
  const tasks = function* () {
    for (; given < 200; given++) {
      most = Math.max(most, given - done)
      yield check(String(given))
    }
  }
  const seen: string[] = []
  await workers.run(tasks(), (_, { oids }) => {
    done++
    seen.push(...oids)
  })
  expect(seen.sort()).toEqual(Array.from({ length: 200 }, (_, index) => String(index)).sort())
  expect(most).toBeLessThanOrEqual(6)
  await workers.close()
})

test('runs at once share the threads, and each ends when all of its own is done', async () => {
  const workers = createWorkers({ threads: 1 })
  const stop = new AbortController()
  const done = await Promise.all(
    [30, 1, 20, 2].map(async (count, run) => {
      let seen = 0
      const tasks = Array.from({ length: count }, (_, index) => ({ ...check(`${run}-${index}`), bytes: 1e9 }))
      await workers.run(tasks, () => void seen++)
      return seen
    }),
  )
  expect(done).toEqual([30, 1, 20, 2])
  const all = ['a', 'b', 'c', 'd', 'e', 'f'].map((oid) => ({ ...check(oid), bytes: 1e9 }))
  const [first, second] = [workers.run(all, () => undefined), workers.run(all, () => undefined, stop.signal)]
  stop.abort(new Error('enough'))
  await expect(second).rejects.toThrow('enough')
  await first
  await workers.close()
})

test('what the system says of a job, and what a callback throws, ends the run and not the workers', async () => {
  const workers = createWorkers({ threads: 2 })
  const store: Task<'store'> = {
    job: { kind: 'store', folder: '/dev/null/store', hash: 'md5', paths: ['/dev/null'], asHardlinks: false, folderMode: undefined },
    bytes: 0,
  }
  await expect(workers.run([store, store, store], () => undefined)).rejects.toThrow('[Errno 20] Not a directory')
  await expect(
    workers.run([check('a'), check('b')], () => {
      throw new Error('mine')
    }),
  ).rejects.toThrow('mine')
  await expect(workers.run([check('a'), check('b'), check('c')], () => undefined)).resolves.toBeUndefined()
  await workers.close()
})

test('a run that is given up ends in the midst of a large file, and leaves no object', async () => {
  await using temporary = await createTemporaryFolder('workers')
  const [large, folder] = [join(temporary.path, 'large'), join(temporary.path, 'store')]
  writeFileSync(large, new Uint8Array(400 * 1024 * 1024))
  mkdirSync(folder)
  const workers = createWorkers({ threads: 1 })
  const stop = new AbortController()
  const job = { kind: 'store', folder, hash: 'md5', paths: [large, large, large], asHardlinks: false, folderMode: undefined } as const
  const run = workers.run([{ job, bytes: 1e9 }], () => undefined, stop.signal)
  while (!readdirSync(folder).includes('.unfinished')) await new Promise((resolve) => setTimeout(resolve, 5))
  stop.abort(new Error('enough'))
  await expect(run).rejects.toThrow('enough')
  await workers.close()
  expect(readdirSync(folder).filter((name) => name !== '.unfinished').length).toBeLessThanOrEqual(1)
  await expect(workers.run([check('a')], () => undefined, stop.signal)).rejects.toThrow('enough')
})
