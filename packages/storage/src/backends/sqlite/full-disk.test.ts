import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requirePart } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, createRun, dataOf, historyOf } from '../../contract/ask.ts'
import { openSqliteStore } from './sqlite-store.ts'

const MEGABYTE = 1024 * 1024
const disk = mkdtempSync(join(tmpdir(), 'reprise-disk-'))
const mount = () => spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', disk]).status === 0
const unmount = () => spawnSync('umount', [disk]).status === 0
// Tried here, and mounted for good only in the test: what is skipped cleans nothing up.
const part = requirePart('a small disk', mount() && unmount() ? {} : { reason: 'only root can mount one' })
rmSync(disk, { recursive: true, force: true })

beforeAll(() => {
  mkdirSync(disk)
  mount()
})

afterAll(() => {
  unmount()
  rmSync(disk, { recursive: true, force: true })
})

describe.skipIf(part.missing)(`a store on a disk that gets full${part.note}`, () => {
  test('refuses with one clear line, keeps what it acknowledged, and goes on when there is space', async () => {
    const path = join(disk, 'store.db')
    const filler = join(disk, 'filler')
    const open = () => openSqliteStore({ path, artifactRoot: 'mlflow-artifacts:/' })
    let store = await open()
    const runId = await createRun(store)
    await writeFile(filler, Buffer.alloc(12 * MEGABYTE))
    const acknowledged: number[] = []
    let refusal: unknown
    for (let step = 0; refusal === undefined; step++) {
      await ask(store, 'logBatch', {
        run_id: runId,
        metrics: Array.from({ length: 900 }, (_, index) => ({ key: `m${index}`, step, timestamp: step, value: Math.random() })),
        tags: [{ key: `t${step % 50}`, value: 'x'.repeat(5_000) }],
      }).then(
        () => acknowledged.push(step),
        (error: unknown) => (refusal = error),
      )
    }
    expect(refusal).toMatchObject({
      code: 'TEMPORARILY_UNAVAILABLE',
      message: `There is no space left for ${path}.`,
      hint: expect.stringContaining('Free some space'),
    })
    expect(acknowledged.length).toBeGreaterThan(5)
    await rm(filler)
    await ask(store, 'logMetric', { run_id: runId, key: 'after', value: 1, timestamp: 1 })
    expect((await historyOf(store, runId, 'm7')).map(({ step }) => step)).toEqual(acknowledged)
    expect((await dataOf(store, runId)).metrics['m7']?.step).toBe(acknowledged.at(-1))
    await store.close()
    store = await open()
    expect((await historyOf(store, runId, 'm7')).map(({ step }) => step)).toEqual(acknowledged)
    expect((await store.verify()).problems).toEqual([])
    await store.close()
  })
})
