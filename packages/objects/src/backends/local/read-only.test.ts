import { spawnSync } from 'node:child_process'
import { mkdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTemporaryFolder, findSmallDisk, mountSmallDisk, requirePart } from '@reprise/testing'
import { describe, expect, it } from 'vitest'
import { makeFolder } from './make-folder.ts'

const program = fileURLToPath(new URL('../../testing/open-and-tell.ts', import.meta.url))
const part = requirePart('a small disk', findSmallDisk())

describe.skipIf(part.missing)(`a read-only file system${part.note}`, () => {
  it('is named as what it is where a folder can not be made', async () => {
    await using folder = await createTemporaryFolder('read-only')
    using disk = await mountSmallDisk(join(folder.path, 'disk'))
    disk.makeReadOnly()
    const place = join(disk.path, 'deep', 'artifacts')
    const [command, ...words] = [...disk.within, process.execPath, '--conditions=@reprise/source', program, place]
    const { stdout } = spawnSync(command, words, { encoding: 'utf8' })
    expect(JSON.parse(stdout)).toEqual({
      code: 'TEMPORARILY_UNAVAILABLE',
      message: `The artifact folder ${place} can not be used (EROFS).`,
      hint: 'The file system is read-only.',
    })
  })
})

describe('making a folder', () => {
  it('makes those above it, and is content with what is there', async () => {
    await using folder = await createTemporaryFolder('folders')
    const place = join(folder.path, 'a', 'b', 'c')
    await makeFolder(place)
    await makeFolder(place)
    expect((await stat(place)).isDirectory()).toBe(true)
  })

  it('rejects where a file is in the way', async () => {
    await using folder = await createTemporaryFolder('folders')
    await writeFile(join(folder.path, 'file'), '')
    await expect(makeFolder(join(folder.path, 'file'))).rejects.toMatchObject({ code: 'EEXIST' })
    await expect(makeFolder(join(folder.path, 'file', 'a', 'b'))).rejects.toMatchObject({ code: 'ENOTDIR' })
  })

  it('is done many times at once', async () => {
    await using folder = await createTemporaryFolder('folders')
    await mkdir(join(folder.path, 'x'))
    await Promise.all(Array.from({ length: 50 }, (_, index) => makeFolder(join(folder.path, 'x', 'y', String(index % 3), 'z'))))
  })
})
