import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RemoteStore } from '../remotes/index.ts'

const F = 'files/md5/8f/a14cdd754f91cc6554c9e71929cce7'
const TREE = `files/md5/8f/${'0'.repeat(30)}.dir`
const MIB = 1024 * 1024

/** What every remote owes. `open` answers a new and empty one. */
export function describeRemote(open: () => Promise<RemoteStore>): void {
  test('gives back what was put, with its digest', async () => {
    await using remote = await open()
    const folder = mkdtempSync(join(tmpdir(), 'reprise-remote-'))
    for (const [path, content] of [
      [F, Buffer.from('f')],
      [TREE, Buffer.from('[]')],
      ['ab/' + '1'.repeat(30), Buffer.alloc(0)],
      [`runs/ab/${'ab'.repeat(32)}/${'cd'.repeat(32)}`, Buffer.alloc(3 * MIB, 'r')],
      [F, Buffer.alloc(40 * MIB + 7, 'large')],
    ] as const) {
      const [source, target] = [join(folder, 'source'), join(folder, 'target')]
      writeFileSync(source, content)
      await remote.put(path, { file: source, size: content.length, md5: md5(content) })
      expect(await remote.get(path, target)).toEqual({ md5: md5(content), size: content.length })
      expect(readFileSync(target).equals(content)).toBe(true)
      rmSync(target)
    }
    expect([await remote.has(F), await remote.has(TREE)]).toEqual([true, true])
  })

  test('has nothing that was not put', async () => {
    await using remote = await open()
    const folder = mkdtempSync(join(tmpdir(), 'reprise-remote-'))
    expect(await remote.has(F)).toBe(false)
    expect(await remote.get(F, join(folder, 'target'))).toBeUndefined()
    expect(existsSync(join(folder, 'target'))).toBe(false)
    for await (const page of remote.list?.('') ?? []) expect(page).toEqual([])
  })

  test('never writes over a file of this machine', async () => {
    await using remote = await open()
    const folder = mkdtempSync(join(tmpdir(), 'reprise-remote-'))
    const file = join(folder, 'file')
    writeFileSync(file, 'f')
    await remote.put(F, { file, size: 1 })
    await expect(remote.get(F, file)).rejects.toThrow()
    expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['f', ['file']])
  })

  test('lists what begins with a text, and removes what it is told, if it can', async () => {
    await using remote = await open()
    if (remote.list === undefined || remote.remove === undefined) return
    const file = join(mkdtempSync(join(tmpdir(), 'reprise-remote-')), 'file')
    writeFileSync(file, 'f')
    const paths = [F, TREE, `files/md5/80/${'2'.repeat(30)}`, `80/${'2'.repeat(30)}`, `files/md5/aa/${'2'.repeat(30)}`]
    for (const path of paths) await remote.put(path, { file, size: 1 })
    const list = async (prefix: string): Promise<string[]> => {
      const found: string[] = []
      for await (const page of remote.list?.(prefix) ?? []) found.push(...page)
      return found.sort()
    }
    expect(await list('')).toEqual(paths.toSorted())
    expect(await list('files/md5/')).toEqual(paths.filter((path) => path.startsWith('files')).sort())
    expect(await list('files/md5/8')).toEqual(paths.filter((path) => path.startsWith('files/md5/8')).sort())
    expect(await list('files/md5/8f')).toEqual([F, TREE].sort())
    expect([await list('80/'), await list('files/md5/77'), await list('runs/')]).toEqual([[`80/${'2'.repeat(30)}`], [], []])
    await remote.remove([F, `files/md5/77/${'2'.repeat(30)}`])
    expect([await remote.has(F), await remote.has(TREE)]).toEqual([false, true])
  })
}

function md5(content: Uint8Array): string {
  return createHash('md5').update(content).digest('hex')
}
