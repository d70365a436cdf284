import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createManifest } from './create-manifest.ts'
import type { DataManifest } from './data-manifest.ts'
import { readManifest } from './read-manifest.ts'
import { fillFolder } from './testing/data-folder.ts'
import { validateManifest } from './validate-manifest.ts'
import { writeManifest } from './write-manifest.ts'

let temporary: TemporaryFolder
let folder: string
let number = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('validate')))
afterAll(() => temporary.remove())
beforeEach(() => {
  folder = fillFolder(join(temporary.path, `folder-${number++}`), {
    a: 'one',
    'b/c': 'two',
    'b/d': 'three',
    l: { link: 'a' },
    'not-\xff-utf8': 'four',
  })
})

const fine = {
  valid: true,
  missing_files: [],
  hash_mismatches: [],
  type_mismatches: [],
  extra_files: [],
  unreadable_files: [],
  changed_files: [],
  special_files: [],
}

describe.each(['classic', 'native'] as const)('validation against a %s manifest', (format) => {
  const written = async (options?: Parameters<typeof createManifest>[1]): Promise<DataManifest> => {
    const file = join(temporary.path, `manifest-${number++}`)
    writeManifest(await createManifest(folder, options), file, { format })
    return readManifest(file)
  }

  it('finds nothing in the same folder, or in a copy with other times', async () => {
    const manifest = await written()
    expect(await validateManifest(manifest)).toMatchObject({ ...fine, data_path: folder, total_files: 5, total_size_bytes: 15 })
    const copy = `${folder}-copy`
    execFileSync('cp', ['-r', '--preserve=links', folder, copy])
    utimesSync(join(copy, 'a'), 1, 1)
    expect(await validateManifest(manifest, copy)).toMatchObject({ ...fine, data_path: copy })
  })

  it('finds files that are missing, extra, or other than they were', async () => {
    const manifest = await written()
    rmSync(join(folder, 'a'))
    writeFileSync(join(folder, 'b/c'), 'TWO')
    utimesSync(join(folder, 'b/c'), 1_700_000_000, 1_700_000_000)
    appendFileSync(join(folder, 'b/d'), '!')
    writeFileSync(join(folder, 'b/e'), 'new')
    symlinkSync('a', join(folder, 'm'))
    expect(await validateManifest(manifest)).toMatchObject({
      valid: false,
      missing_files: ['a'],
      hash_mismatches: [
        {
          path: 'b/c',
          expected: { size_bytes: 3, hashes: { md5: expect.any(String) } },
          actual: { size_bytes: 3, hashes: { md5: expect.any(String) } },
        },
        { path: 'b/d', expected: { size_bytes: 5 }, actual: { size_bytes: 6 } },
      ],
      extra_files: ['b/e', 'm'],
    })
  })

  it('finds that something is of another type', async () => {
    const manifest = await written()
    rmSync(join(folder, 'l'))
    symlinkSync('b/c', join(folder, 'l'))
    rmSync(join(folder, 'a'))
    symlinkSync('b/c', join(folder, 'a'))
    rmSync(join(folder, 'b/c'))
    execFileSync('mkfifo', [join(folder, 'b/c'), join(folder, 'b/fifo')])
    expect(await validateManifest(manifest)).toMatchObject({
      valid: false,
      type_mismatches: [
        { path: 'a', expected: 'file', actual: 'link to b/c' },
        { path: 'b/c', expected: 'file', actual: 'a FIFO' },
        { path: 'l', expected: 'link to a', actual: 'link to b/c' },
      ],
      special_files: [{ path: 'b/fifo', reason: 'a FIFO' }],
    })
  })

  it('heeds the exec bit where it is part of what a file is', async () => {
    const manifest = await written()
    chmodSync(join(folder, 'a'), 0o755)
    const mismatches = format === 'classic' ? [] : [{ path: 'a', expected: 'file', actual: 'executable file' }]
    expect(await validateManifest(manifest)).toMatchObject({ valid: format === 'classic', type_mismatches: mismatches })
  })

  it('looks only at what the patterns of the manifest mean, and passes over what it is told to', async () => {
    const manifest = await written({ includePatterns: ['b/'], excludePatterns: ['*.tmp'] })
    writeFileSync(join(folder, 'b/x.tmp'), '')
    writeFileSync(join(folder, 'other'), '')
    writeFileSync(join(folder, 'b/manifest'), '')
    expect(await validateManifest(manifest, folder, { skip: [join(folder, 'b/manifest')] })).toMatchObject(fine)
    expect(await validateManifest(manifest)).toMatchObject({ valid: false, extra_files: ['b/manifest'] })
  })

  it('looks only at what other patterns mean, where there are some', async () => {
    const manifest = await written()
    rmSync(join(folder, 'a'))
    writeFileSync(join(folder, 'other'), '')
    expect(await validateManifest(manifest, folder, { includePatterns: ['b/'] })).toMatchObject({ ...fine, total_files: 2 })
    expect(await validateManifest(manifest, folder, { excludePatterns: ['other', '/a'] })).toMatchObject({ ...fine, total_files: 4 })
  })

  it('says nothing about files behind the end of a manifest that was cut', async () => {
    const manifest = await written({ maxFiles: 2 })
    expect(await validateManifest(manifest)).toMatchObject({ ...fine, total_files: 2 })
    writeFileSync(join(folder, 'aa'), '')
    expect(await validateManifest(manifest)).toMatchObject({ valid: false, extra_files: ['aa'] })
  })
})

it('tells what could not be read from what is missing', async () => {
  const manifest: DataManifest = {
    ...(await createManifest(folder)),
    includePatterns: ['/mem'],
    entries: [
      {
        type: 'file',
        path: 'mem',
        size: 0,
        isExecutable: false,
        hashes: { sha256: 'ab'.repeat(32) },
        modifiedAt: undefined,
        mode: undefined,
      },
    ],
  }
  expect(await validateManifest(manifest, '/proc/self')).toMatchObject({
    valid: false,
    missing_files: [],
    unreadable_files: [{ path: 'mem', reason: 'EIO' }],
  })
})
