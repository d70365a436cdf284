import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTemporaryFolder, ensureRedis, requirePart, startRedis } from '@reprise/testing'
import { Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { describe, expect, test } from 'vitest'
import { runCommand } from '../../testing/run-command.ts'
import { openRunner, startWorker } from '../index.ts'
import type { StageJob } from './connect.ts'

const part = requirePart('Redis', await ensureRedis())

describe.skipIf(part.missing)(`a queue${part.note}`, () => {
  test('fails a command whose worker is not heard of any more, and no other worker runs it', async () => {
    await using redis = await startRedis()
    await using place = await createTemporaryFolder('bullmq')
    const folder = place.path
    await using runner = await openRunner('bullmq', {
      temporary: join(folder, 'tmp'),
      isTerminal: false,
      settings: { url: redis.url, queue: 'q', patience: 2 },
      source: '[runners.bullmq]',
      folder,
      env: {},
    })
    const isTold = Promise.withResolvers<void>()
    const running = runCommand(runner, 'echo ran', { folder, onOutput: () => isTold.resolve() })
    await isTold.promise
    // A worker of another machine, which is lost as soon as it has begun.
    const connection = new Redis(redis.url, { maxRetriesPerRequest: null })
    const lost = new Worker<StageJob>('q', null, { connection, autorun: false, lockDuration: 500 })
    let taken: StageJob | undefined
    while (taken === undefined) taken = (await lost.getNextJob('token', { block: false }))?.data ?? (await sleep(50, undefined))
    mkdirSync(join(taken.folder, 'begun'))
    const ended = await running
    expect(ended).toEqual({
      end: `the queue 'q' at ${redis.url} lost the command of 'train': the worker that ran it has died or can not be reached`,
      output: '! reprise: waits for a worker: start one with `reprise worker`.\n',
    })
    const events: string[] = []
    const worker = await startWorker({
      url: redis.url,
      queue: 'q',
      jobs: 1,
      root: folder,
      env: {},
      onEvent: ({ kind }) => events.push(kind),
    })
    expect(await runCommand(runner, 'echo ran', { folder })).toEqual({ end: { kind: 'exited', code: 0 }, output: 'ran\n' })
    await worker.close()
    expect(events).toEqual(['ready', 'started', 'ended'])
    await lost.close(true)
    connection.disconnect()
  }, 240_000)
})
