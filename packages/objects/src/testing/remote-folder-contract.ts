import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import type { FileToSend, RemoteFolder } from '../remote-folders/index.ts'

const MIB = 1024 * 1024

/** What every remote folder owes. `open` answers one that is new, empty, and most likely not there yet; `odd` is a name that is hard to send. */
export function describeRemoteFolder(open: () => Promise<RemoteFolder>, odd = 'a b/ü+%&=#?\'".txt'): void {
  it('gives back the bytes of files, and says what it knows of them', async () => {
    const folder = await open()
    const files: Readonly<Record<string, Buffer>> = {
      plain: Buffer.from('plain'),
      'files/md5/ab/empty': Buffer.alloc(0),
      [odd]: Buffer.from('odd'),
      'deep/er/piece': Buffer.alloc(128 * 1024, 'p'),
      'deep/er/large': Buffer.alloc(9 * MIB + 5, 'large'),
    }
    for (const [path, content] of Object.entries(files)) await folder.write(path, fileOf(content))
    for (const [path, content] of Object.entries(files)) {
      expect(await folder.stat(path)).toMatchObject({ path, size: content.length })
      const file = await folder.open(path)
      expect(file).toMatchObject({ path, size: content.length })
      expect((await buffer(file?.read() ?? nothing())).equals(content)).toBe(true)
    }
    await folder.close()
  })

  it('has nothing where nothing is, and no file where a folder is', async () => {
    const folder = await open()
    expect([await folder.stat('none'), await folder.open('none'), await list(folder, '')]).toEqual([undefined, undefined, []])
    await folder.write('folder/file', fileOf('x'))
    for (const path of ['folder', 'folder/none', 'folder/file/below'])
      expect([await folder.stat(path), await folder.open(path)]).toEqual([undefined, undefined])
    await folder.close()
  })

  it('replaces a file, with another etag where it has one', async () => {
    const folder = await open()
    await folder.write('file', fileOf('one'))
    const before = await folder.stat('file')
    await folder.write('file', fileOf('other'))
    const after = await folder.stat('file')
    expect(after?.size).toBe(5)
    if (after?.etag !== undefined) expect(after.etag).not.toBe(before?.etag)
    expect(await textOf(folder, 'file')).toBe('other')
    expect(await list(folder, '')).toEqual(['file 5'])
    await folder.close()
  })

  it('takes nothing that is not what its digest says, and no file that is not there', async () => {
    const folder = await open()
    const wrong = { ...fileOf('x'), md5: '0'.repeat(32) }
    await expect(folder.write('file', wrong)).rejects.toMatchObject({ name: 'RepriseError', code: 'DATA_LOSS' })
    await expect(folder.write('file', { file: '/nowhere/x', size: 1 })).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
    expect([await folder.stat('file'), await list(folder, '')]).toEqual([undefined, []])
    await folder.close()
  })

  it('lists what begins with a text, and deletes what it is told', async () => {
    const folder = await open()
    const paths = ['files/md5/8f/1', 'files/md5/8f/2.dir', 'files/md5/80/3', '80/4', 'files.txt']
    await Promise.all(paths.map((path) => folder.write(path, fileOf(path))))
    const sized = paths.map((path) => `${path} ${path.length}`)
    expect(await list(folder, '')).toEqual(sized.toSorted())
    expect(await list(folder, 'files/')).toEqual(sized.slice(0, 3).sort())
    expect(await list(folder, 'files/md5/8')).toEqual(sized.slice(0, 3).sort())
    expect(await list(folder, 'files/md5/8f')).toEqual(sized.slice(0, 2).sort())
    expect([await list(folder, 'runs/'), await list(folder, 'files/md5/9')]).toEqual([[], []])
    await folder.delete(['files/md5/8f/1', 'files/md5/77/none', '80/4'])
    expect(await list(folder, '')).toEqual(sized.filter((text) => !/8f\/1|^80/.test(text)).sort())
    await folder.delete([])
    await folder.close()
  })

  it('does many things at a time', async () => {
    const folder = await open()
    const paths = Array.from({ length: 60 }, (_, index) => `files/md5/${(index % 7).toString().padStart(2, '0')}/${index}`)
    await Promise.all(paths.map((path) => folder.write(path, fileOf(path))))
    expect(await Promise.all(paths.map((path) => textOf(folder, path)))).toEqual(paths)
    const opened = await folder.open(paths[0] ?? '')
    opened?.close()
    await folder.close()
  })
}

export async function list(folder: RemoteFolder, prefix: string): Promise<string[]> {
  const found: string[] = []
  for await (const page of folder.list(prefix)) found.push(...page.map(({ path, size }) => `${path} ${size}`))
  return found.sort()
}

export async function textOf(folder: RemoteFolder, path: string): Promise<string> {
  return (await buffer((await folder.open(path))?.read() ?? nothing())).toString()
}

const here = mkdtempSync(join(tmpdir(), 'reprise-remote-folder-'))
process.on('exit', () => rmSync(here, { recursive: true, force: true }))
let count = 0

/** A file of this machine with this content. */
export function fileOf(content: string | Buffer): FileToSend {
  const file = join(here, String(count++))
  const bytes = Buffer.from(content)
  writeFileSync(file, bytes)
  return { file, size: bytes.length, md5: createHash('md5').update(bytes).digest('hex') }
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // No file, no bytes.
}
