import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createRun } from '../../contract/ask.ts'
import { openSqliteStore } from './sqlite-store.ts'
import { kill9, startProgram } from './testing/run-process.ts'

const NOBODY = 65_534
let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reprise-open-'))
  path = join(folder, 'store.db')
})

afterEach(async () => {
  await chmod(folder, 0o700)
  await rm(folder, { recursive: true, force: true })
})

const open = () => openSqliteStore({ path, artifactRoot: 'mlflow-artifacts:/' })

describe('a store that is open', () => {
  test('is refused to another process, which is told who has it', async () => {
    const holder = await startProgram('hold-store.ts', [path])
    try {
      expect(holder.line).toBe('open')
      await expect(open()).rejects.toMatchObject({
        code: 'RESOURCE_CONFLICT',
        message: `${path} is in use by process ${holder.process.pid}.`,
        hint: expect.stringContaining('stop it first'),
      })
    } finally {
      await kill9(holder.process)
    }
  })

  test('is refused to the same process', async () => {
    const store = await open()
    await expect(open()).rejects.toThrow(`${path} is in use by this process.`)
    await createRun(store)
    await store.close()
    await (await open()).close()
  })

  test('is free again as soon as its process was killed', async () => {
    const holder = await startProgram('hold-store.ts', [path])
    await kill9(holder.process)
    await (await open()).close()
  })
})

describe('a file that is no store', () => {
  test('is refused and not touched, when it is text', async () => {
    await writeFile(path, 'hello, I am not a database at all'.repeat(100))
    const before = await readFile(path)
    await expect(open()).rejects.toMatchObject({ code: 'DATA_LOSS', message: `${path} is not a store of Reprise.` })
    expect(await readFile(path)).toEqual(before)
  })

  test('is refused and not touched, when it is another database', async () => {
    const other = new DatabaseSync(path)
    other.exec('create table theirs (a)')
    other.close()
    const before = await readFile(path)
    await expect(open()).rejects.toMatchObject({
      message: `${path} is not a store of Reprise.`,
      hint: expect.stringContaining('not been changed'),
    })
    expect(await readFile(path)).toEqual(before)
  })
})

describe('a store of a newer release', () => {
  test('is refused, and says what to install', async () => {
    await (await open()).close()
    const newer = new DatabaseSync(path)
    newer.exec('pragma user_version = 99')
    newer.close()
    await expect(open()).rejects.toMatchObject({
      message: expect.stringContaining('newer release of Reprise'),
      hint: expect.stringContaining('newer release'),
    })
  })
})

describe('a place that can not be written', () => {
  test('is one clear line, with what to do', async () => {
    await (await open()).close()
    await rm(`${path}-lock`)
    await chmod(folder, 0o555)
    const isRoot = process.getuid?.() === 0
    const { line } = await startProgram('hold-store.ts', [path], isRoot ? { uid: NOBODY } : {})
    expect(JSON.parse(line)).toMatchObject({
      code: 'PERMISSION_DENIED',
      message: `${path} can not be written.`,
      hint: expect.stringContaining('write access'),
    })
  })

  test('is named when its folder can not be made', async () => {
    await writeFile(join(folder, 'file'), '')
    await expect(openSqliteStore({ path: join(folder, 'file', 'store.db'), artifactRoot: '' })).rejects.toMatchObject({
      message: `The folder ${join(folder, 'file')} can not be made.`,
    })
  })
})
