import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTemporaryFolder, startTethered, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { lockers, tryLockWith } from './flock.ts'
import { holdPaths, LOCK_MESSAGE, takeLock } from './index.ts'

let temporary: TemporaryFolder
let folder: string
let number = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('locks')))
afterAll(() => temporary.remove())
beforeEach(() => mkdirSync((folder = join(temporary.path, `tmp-${number++}`))))

/** A process number that nobody has. */
async function findDeadPid(): Promise<number> {
  const child = spawn('true')
  await new Promise((resolve) => child.once('exit', resolve))
  return child.pid ?? 0
}

describe.each([{ isHardlink: false }, { isHardlink: true }])('the lock of a project, $isHardlink', (options) => {
  test('is one process’ at a time, and free again when it is released', async () => {
    const path = join(folder, 'deep/lock')
    const held = await takeLock(path, options)
    let waits = 0
    await expect(takeLock(path, { ...options, onWait: () => waits++ })).rejects.toThrow(LOCK_MESSAGE)
    expect(waits).toBe(1)
    held.release()
    held.release()
    using _again = await takeLock(path, options)
  })

  test('is waited for when that is asked for', async () => {
    const path = join(folder, 'lock')
    const held = await takeLock(path, options)
    const waiting = takeLock(path, { ...options, wait: true })
    await sleep(50)
    held.release()
    ;(await waiting).release()
    using _again = await takeLock(path, options)
    const stop = new AbortController()
    const stopped = takeLock(path, { ...options, wait: true, signal: stop.signal })
    stop.abort(new Error('enough'))
    await expect(stopped).rejects.toThrow()
  })

  test('is free when the process that had it was killed', async () => {
    const path = join(folder, 'lock')
    const program = `import { takeLock } from ${JSON.stringify(new URL('./index.ts', import.meta.url))}
      await takeLock(process.argv[1], ${JSON.stringify(options)}); console.log('held'); setInterval(() => {}, 1000)`
    const args = ['--conditions=@reprise/source', '--input-type=module', '-e', program, path]
    const other = await startTethered({ command: process.execPath, args })
    while (!other.output().includes('held')) await sleep(20)
    await expect(takeLock(path, options)).rejects.toThrow('Unable to acquire lock')
    other.kill('SIGKILL')
    await other.exited
    using _held = await takeLock(path, options)
  }, 240_000)
})

test('a lock says who has it, as zc.lockfile writes it, and leaves its file', async () => {
  const path = join(folder, 'lock')
  writeFileSync(path, ' 1234567890 and more\n')
  ;(await takeLock(path)).release()
  expect(readFileSync(path, 'utf8')).toBe(` ${process.pid}\n`)
  expect(readdirSync(folder)).toEqual(['lock'])
})

test.each(lockers.map((locker) => [locker[0], locker] as const))(
  '%s takes the lock of an open file for us, or says that another has it',
  async (_, locker) => {
    const path = join(folder, 'lock')
    const [first, second, third] = ['w', 'r+', 'a+'].map((flags) => openSync(path, flags)) as [number, number, number]
    const isTaken = await tryLockWith(locker, first)
    // Undefined where the program is not on this machine.
    if (isTaken === undefined) return
    expect([isTaken, await tryLockWith(locker, second), await tryLockWith(locker, third)]).toEqual([true, false, false])
    for (const other of lockers) expect(await tryLockWith(other, second)).not.toBe(true)
    closeSync(first)
    expect([await tryLockWith(locker, third), await tryLockWith(locker, second)]).toEqual([true, false])
    closeSync(second)
    closeSync(third)
  },
)

describe('paths that are held', () => {
  const read = () => readFileSync(join(folder, 'rwlock'), 'utf8')
  const mine = { cmd: 'dvc add a' }

  test('stand in a file that is empty again afterwards', async () => {
    const held = await holdPaths(folder, { read: ['/r/dep'], write: ['/r/out'] }, mine)
    expect(read()).toBe(
      `{"write": {"/r/out": {"pid": ${process.pid}, "cmd": "dvc add a"}}, "read": {"/r/dep": [{"pid": ${process.pid}, "cmd": "dvc add a"}]}}`,
    )
    await held.release()
    await held.release()
    expect(read()).toBe('{}')
  })

  test.each([
    ['write', '/r/a', { read: [], write: ['/r/a'] }],
    ['write', '/r/a', { read: ['/r/a/b'], write: [] }],
    ['write', '/r/a/b', { read: ['/r/a'], write: [] }],
    ['read', '/r/a', { read: [], write: ['/r'] }],
  ])('that another process holds for %s at %s block', async (mode, path, paths) => {
    const owner = { pid: 1, cmd: 'dvc repro' }
    writeFileSync(join(folder, 'rwlock'), JSON.stringify({ [mode]: { [path]: mode === 'read' ? [owner] : owner } }))
    const waiter = [...paths.read, ...paths.write][0]
    await expect(holdPaths(folder, paths, mine)).rejects.toThrow(
      `'${waiter}' is busy, it is being blocked by:\n  (PID 1): dvc repro\n\nIf there are no processes with such PIDs, you can manually remove '${folder}/rwlock' and try again.`,
    )
  })

  test('can be read by several, and names that only begin alike are others', async () => {
    writeFileSync(
      join(folder, 'rwlock'),
      JSON.stringify({ read: { '/r/a': [{ pid: 1, cmd: 'x' }] }, write: { '/r/ab': { pid: 1, cmd: 'x' } } }),
    )
    await using _held = await holdPaths(folder, { read: ['/r/a'], write: ['/r/abc'] }, mine)
    expect(JSON.parse(read()).read['/r/a']).toHaveLength(2)
  })

  test('by a process that has died are free, which is told', async () => {
    const pid = await findDeadPid()
    writeFileSync(
      join(folder, 'rwlock'),
      JSON.stringify({ write: { '/r/a': { pid, cmd: 'dvc repro' } }, read: { '/r/a': [{ pid, cmd: 'dvc repro' }] } }),
    )
    const warnings: string[] = []
    const held = await holdPaths(
      folder,
      { read: [], write: ['/r/a'] },
      { ...mine, show: () => 'a', onWarning: (text) => warnings.push(text) },
    )
    expect(warnings[0]).toBe(
      `Process 'dvc repro' with (Pid ${pid}), in RWLock-file 'a' had been killed. Auto removed it from the lock file.`,
    )
    await held.release()
    expect(read()).toBe('{"read": {}}')
  })

  test.each([
    '{bad',
    '[]',
    '{"write": []}',
    '{"other": {}}',
    '{"write": {"/a": {"pid": "1", "cmd": "x"}}}',
    '{"read": {"/a": {"pid": 1, "cmd": "x"}}}',
    '',
  ])('in a file that is damaged, %j, are an error that names it', async (text) => {
    writeFileSync(join(folder, 'rwlock'), text)
    await expect(holdPaths(folder, { read: [], write: ['/a'] }, { ...mine, show: () => '.dvc/tmp/rwlock' })).rejects.toThrow(
      text === '{bad'
        ? "Unable to read RWLock-file '.dvc/tmp/rwlock'. JSON structure is corrupted: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"
        : /RWLock-file '\.dvc\/tmp\/rwlock'/,
    )
  })

  describe('by one who has the repository’s turn all the while', () => {
    const alone = { ...mine, isAlone: true }
    const owner = { pid: 1, cmd: 'dvc repro' }

    test('stand nowhere: nobody else looks', async () => {
      const other = JSON.stringify({ write: { '/r/ab': owner }, read: { '/r/b': [owner] } })
      writeFileSync(join(folder, 'rwlock'), other)
      const held = await holdPaths(folder, { read: [], write: ['/r/a'] }, alone)
      expect(read()).toBe(other)
      await held.release()
      expect([read(), readdirSync(folder)]).toEqual([other, ['rwlock']])
    })

    test.each([{ write: { '/r/a/b': owner } }, { write: { '/r': owner } }, { read: { '/r/a': [owner] } }])(
      'are another’s all the same while its command runs, %j',
      async (locks) => {
        writeFileSync(join(folder, 'rwlock'), JSON.stringify(locks))
        await expect(holdPaths(folder, { read: [], write: ['/r/a'] }, alone)).rejects.toThrow('is busy, it is being blocked by')
      },
    )

    test('are taken from the dead, and a damaged list is an error', async () => {
      const pid = await findDeadPid()
      writeFileSync(join(folder, 'rwlock'), JSON.stringify({ write: { '/r/a': { ...owner, pid } } }))
      await (await holdPaths(folder, { read: ['/r/a'], write: [] }, alone)).release()
      expect(read()).not.toContain(String(pid))
      writeFileSync(join(folder, 'rwlock'), '{"write": {')
      await expect(holdPaths(folder, { read: ['/r/a'], write: [] }, alone)).rejects.toThrow('JSON structure is corrupted')
    })
  })

  test('by many at once in one process do not wait for each other', async () => {
    const held = await Promise.all(
      Array.from({ length: 8 }, (_, index) => holdPaths(folder, { read: ['/dep'], write: [`/out${index}`] }, mine)),
    )
    expect(Object.keys(JSON.parse(read()).write)).toHaveLength(8)
    await Promise.all(held.map((one) => one.release()))
    expect(JSON.parse(read()).write).toBeUndefined()
  })
})
