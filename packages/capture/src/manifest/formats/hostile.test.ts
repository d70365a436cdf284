import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RepriseError } from '@reprise/protocol'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DataManifest } from '../data-manifest.ts'
import { readManifest } from '../read-manifest.ts'

let temporary: TemporaryFolder
let number = 0
beforeAll(async () => void (temporary = await createTemporaryFolder('formats')))
afterAll(() => temporary.remove())
const newFile = (): string => join(temporary.path, `manifest-${number++}`)

it('whatever a file holds, it is read or refused with a reason', async () => {
  const field = fc.constantFrom(
    'path',
    'relative_path',
    'type',
    'size_bytes',
    'hashes',
    'target',
    'reason',
    'permissions',
    'modified_at',
    'executable',
    'files',
    'lines',
  )
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('file', 'link', 'removed', 'special', -1, 1e300, '\\', '../x', { sha256: 'ab'.repeat(32) }),
  )
  const line = fc.dictionary(field, value)
  const head = {
    manifest_version: '2.0',
    lines: 2,
    generated_at: 'x',
    data_path: '/',
    hash_algorithms: ['sha256'],
    include_patterns: [],
    exclude_patterns: [],
    processing_time_seconds: 0,
  }
  const classic = { manifest_version: '1.0', data_path: '/', hash_algorithms: ['sha256'] }
  const text = fc.oneof(
    fc.tuple(line, fc.array(line)).map(([more, lines]) => [{ ...head, ...more }, ...lines].map((one) => JSON.stringify(one)).join('\n')),
    fc.tuple(line, fc.array(line)).map(([more, files]) => JSON.stringify({ ...classic, files, not_hashed: files, ...more })),
    fc.string().map((noise) => `{"manifest_version":"2.${noise}`),
  )
  await fc.assert(
    fc.asyncProperty(text, async (content) => {
      const file = newFile()
      writeFileSync(file, content)
      await readManifest(file).catch((error: unknown) => expect(error).toBeInstanceOf(RepriseError))
    }),
    { numRuns: 300 },
  )
})

describe('a classic manifest', () => {
  const file = { relative_path: 'file1.csv', size_bytes: 1024, hashes: { md5: 'd41d8cd98f00b204e9800998ecf8427e' } }
  const document = { manifest_version: '1.0', data_path: '/path/to/data', hash_algorithms: ['md5', 'sha256'], files: [file] }
  const read = async (value: unknown): Promise<DataManifest> => {
    const path = newFile()
    writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value))
    return readManifest(path)
  }

  it('of another program is read, with the times and modes that Python writes and names that are not escaped', async () => {
    const files = [
      { ...file, path: '/path/to/data/file1.csv', size_human: '1.0 KB', modified_time: '2024-01-15T09:00:00.123456', permissions: '644' },
      { ...file, relative_path: 'back\\slash', permissions: '0o100755' },
    ]
    const summary = { total_files: 2, total_size_bytes: 2048, total_size_human: '2.0 KB', processing_time_seconds: 0.5 }
    const manifest = await read({ ...document, generated_at: '2024-01-15T10:30:00', files, summary })
    expect(manifest).toMatchObject({
      generatedAt: new Date(2024, 0, 15, 10, 30).getTime(),
      processingSeconds: 0.5,
      root: undefined,
      entries: [
        { path: 'back\\\\slash', mode: 0o755, isExecutable: true },
        { path: 'file1.csv', mode: 0o644, isExecutable: false, modifiedAt: new Date(2024, 0, 15, 9, 0, 0, 123).getTime() + 0.456 },
      ],
    })
  })

  it.each([
    ['{', 'is no manifest: it is no JSON'],
    ['{\n  "files" []\n}', 'is no manifest: it is no JSON from line 2, column 11'],
    ['[]', 'a list is no JSON object'],
    ['', 'is no manifest: it is no JSON'],
    [{}, 'manifest_version is missing, not a text'],
    [{ ...document, manifest_version: '3.0' }, 'it is of version 3.0; this program reads 1.0 and 2.0'],
    [{ ...document, files: {} }, 'files is an object, not a list'],
    [{ ...document, files: [null] }, 'files[0]: null is no JSON object'],
    [{ ...document, files: [{ ...file, size_bytes: '1' }] }, 'files[0]: size_bytes is "1", not a whole number'],
    [{ ...document, files: [{ ...file, size_bytes: -1 }] }, 'size_bytes is -1'],
    [JSON.stringify(document).replace('1024', '1e999'), 'files[0]: size_bytes is Infinity, not a whole number'],
    [{ ...document, files: [{ ...file, hashes: {} }] }, 'files[0], hashes: there is none of md5, sha1, sha256, sha512'],
    [{ ...document, files: [{ ...file, hashes: { md5: 'xyz' } }] }, 'md5 is "xyz", not 32 hexadecimal digits'],
    [{ ...document, files: [{ ...file, relative_path: '../../etc/passwd' }] }, 'relative_path "../../etc/passwd" has a part . or ..'],
    [{ ...document, files: [{ ...file, relative_path: '/etc/passwd' }] }, 'is absolute'],
    [{ ...document, files: [{ ...file, relative_path: 'a\0b' }] }, 'has a NUL byte'],
    [{ ...document, files: [{ ...file, relative_path: 'a//b' }] }, 'has an empty part'],
    [{ ...document, files: [{ ...file, relative_path: '' }] }, 'is empty'],
    [{ ...document, files: [{ ...file, relative_path: 'x'.repeat(20_000) }] }, 'has more than 16384 characters'],
    [{ ...document, files: [file, file] }, 'the path "file1.csv" stands twice'],
    [{ ...document, hash_algorithms: ['crc32'] }, 'hash_algorithms has none of'],
    [{ ...document, metadata: JSON.parse(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`) as unknown }, 'metadata has more than 64 levels'],
    [`{"manifest_version":"1.0","files":${'['.repeat(100_000)}`, 'is no manifest'],
    [{ ...document, not_hashed: [{ relative_path: 'x', type: 'hole' }] }, 'type is "hole"'],
  ])('%j is refused: %s', async (value, message) => {
    await expect(read(value)).rejects.toThrow(message)
  })
})

describe('a native manifest', () => {
  const header = {
    manifest_version: '2.0',
    lines: 1,
    generated_at: '',
    data_path: '/',
    hash_algorithms: ['sha256'],
    include_patterns: [],
    exclude_patterns: [],
    processing_time_seconds: 0,
  }
  const line = { path: 'a', type: 'file', size_bytes: 1, hashes: { sha256: 'ab'.repeat(32) } }
  const read = async (...lines: readonly unknown[]): Promise<DataManifest> => {
    const path = newFile()
    writeFileSync(path, lines.map((one) => `${typeof one === 'string' ? one : JSON.stringify(one)}\n`).join(''))
    return readManifest(path)
  }

  it.each([
    [[{ ...header, manifest_version: '2.9' }, line], 'it is of version 2.9'],
    [[{ ...header, lines: 2 }, line], 'is damaged or was edited: it has 1 of 2 lines'],
    [[{ ...header, lines: 2 }, line, line], 'line 3: the path "a" stands twice'],
    [[{ ...header, lines: 1 }, line, { ...line, path: 'b' }], 'it has more than its 1 lines'],
    [[{ ...header, lines: 2 }, { ...line, path: 'b' }, line], 'line 3: its path does not follow that of the line before'],
    [[{ ...header, lines: 1e12 }, line], 'it has more than 5000000 lines'],
    [[header, '{"path":'], 'line 2: it is no JSON'],
    [[header, { ...line, path: '..' }], 'line 2: path ".." has a part . or ..'],
    [[header, { ...line, path: 'a\\b' }], 'is not written as paths are'],
    [[header, { ...line, hashes: { md5: 'd41d8cd98f00b204e9800998ecf8427e' } }], 'line 2: hashes has no sha256'],
    [[header, { ...line, modified_at: 1e300 }], 'modified_at is 1e+300, which is no time'],
    [[header, { ...line, type: 'hole' }], 'type is "hole", which this program does not know'],
    [[header, { path: 'a', type: 'removed' }], 'only a manifest with a parent'],
    [[{ ...header, root: 'x' }, line], 'root is "x", not 64 hexadecimal digits'],
    [[header, line], 'its lines do not give its root id'],
  ])('%# is refused: %s', async (lines, message) => {
    await expect(read(...lines)).rejects.toThrow(message)
  })

  it('with a line that does not end is refused', async () => {
    await expect(read(`${JSON.stringify(header)}${' '.repeat(17 * 1024 * 1024)}`)).rejects.toThrow('a line is too long')
  })

  it('with bytes that are no UTF-8 is refused', async () => {
    const path = newFile()
    writeFileSync(path, Buffer.concat([Buffer.from(JSON.stringify(header)), Buffer.from([0xff, 0x0a])]))
    await expect(readManifest(path)).rejects.toThrow('is no manifest: it is no UTF-8')
  })
})
