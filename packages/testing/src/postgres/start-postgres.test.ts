import { existsSync } from 'node:fs'
import { chmod } from 'node:fs/promises'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requirePart } from '../skips.ts'
import { createTemporaryFolder } from '../temporary-folder.ts'
import { copyToOpenPlace, findPostgres, isOpenToAll } from './binaries.ts'
import { runStatement } from './run-statement.ts'
import { startPostgres, type RunningPostgres } from './start-postgres.ts'

const found = findPostgres()
const part = requirePart('PostgreSQL', found)

describe.skipIf(part.missing)(`a PostgreSQL for tests${part.note}`, () => {
  let postgres: RunningPostgres
  const port = () => Number(new URL(postgres.url).port)

  beforeAll(async () => {
    postgres = await startPostgres({ durable: true })
  })
  afterAll(() => postgres.stop())

  test('makes databases that do not see each other', async () => {
    const [one, two] = [await postgres.createDatabase(), await postgres.createDatabase()]
    expect(one).not.toBe(two)
    expect(new URL(one).hostname).toBe('127.0.0.1')
  })

  test('passes on what the server refuses', async () => {
    await expect(runStatement(port(), 'CREATE DATABASE template0')).rejects.toThrow('already exists')
    await expect(runStatement(port(), 'nonsense')).rejects.toThrow('syntax error')
  })

  test('keeps what was committed over a crash', async () => {
    await runStatement(port(), 'CREATE TABLE kept (a int)')
    await postgres.kill9()
    await expect(runStatement(port(), 'SELECT 1')).rejects.toThrow()
    await postgres.restart()
    await expect(runStatement(port(), 'CREATE TABLE kept (a int)')).rejects.toThrow('already exists')
  })

  test('can be run from a place that its user may enter', async () => {
    if (found.reason !== undefined) throw new Error(found.reason)
    const folder = dirname(dirname(dirname(found.binaries.postgres)))
    await using parent = await createTemporaryFolder()
    await chmod(parent.path, 0o755)
    const copy = copyToOpenPlace(folder, parent.path)
    expect(existsSync(`${copy}/bin/postgres`)).toBe(true)
    expect(isOpenToAll(copy)).toBe(true)
  })
})
