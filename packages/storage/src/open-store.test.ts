import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRun } from './contract/ask.ts'
import { openStore } from './open-store.ts'

test.each([
  ['a path', (file: string) => file],
  ['the address MLflow users write', (file: string) => `sqlite:///${file}`],
])('%s opens a SQLite file, and makes its folder', async (_what, addressOf) => {
  const folder = await mkdtemp(join(tmpdir(), 'reprise-open-'))
  const file = join(folder, 'new', 'runs.db')
  const store = await openStore(addressOf(file), { artifactRoot: 'mlflow-artifacts:/', clock: () => 7 })
  await createRun(store)
  expect((await store.changesAfter('0', 10)).changes[0]?.time).toBe(7)
  await store.close()
  expect(existsSync(file)).toBe(true)
  await rm(folder, { recursive: true })
})

test('a store that was closed refuses calls, and may be closed again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'reprise-open-'))
  const store = await openStore(join(folder, 'runs.db'), { artifactRoot: '' })
  await Promise.all([store.close(), store.close()])
  await expect(createRun(store)).rejects.toThrow('The store is closed.')
  await expect(store.changesAfter(undefined, 1)).rejects.toThrow('The store is closed.')
  await rm(folder, { recursive: true })
})
