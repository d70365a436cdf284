import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createManifest } from './create-manifest.ts'
import { diffManifests } from './diff-manifests.ts'
import { readManifest } from './read-manifest.ts'
import { fillFolder } from './testing/data-folder.ts'
import { toRunLog } from './to-run-log.ts'
import { validateManifest } from './validate-manifest.ts'
import { writeManifest } from './write-manifest.ts'

let temporary: TemporaryFolder
let data: string
const at = (name: string): string => join(temporary.path, name)
beforeAll(async () => {
  temporary = await createTemporaryFolder('differential')
  data = fillFolder(at('data'), { a: '1', b: '2', c: '3', l: { link: 'a' } })
  const first = await createManifest(data)
  writeManifest(first, at('first.jsonl'))
  writeFileSync(join(data, 'b'), 'two')
  rmSync(join(data, 'c'))
  writeFileSync(join(data, 'd'), '4')
  writeManifest(await createManifest(data), at('second.jsonl'), { parent: { manifest: first, file: at('first.jsonl') } })
  writeFileSync(join(data, 'e'), '5')
  mkdirSync(at('later'))
  const second = await readManifest(at('second.jsonl'))
  writeManifest(await createManifest(data), at('later/third.jsonl'), { parent: { manifest: second, file: at('second.jsonl') } })
})
afterAll(() => temporary.remove())

test('a differential manifest holds only what changed', () => {
  const lines = readFileSync(at('second.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines.slice(1).map(({ path, type }) => [path, type])).toEqual([
    ['b', 'file'],
    ['c', 'removed'],
    ['d', 'file'],
  ])
  expect(lines[0]).toMatchObject({ total_files: 3, total_links: 1, lines: 3, parent: { root: expect.any(String), file: 'first.jsonl' } })
})

test('a file that was only touched has not changed', async () => {
  const before = await createManifest(data)
  utimesSync(join(data, 'a'), 1, 1)
  chmodSync(join(data, 'a'), 0o600)
  writeManifest(await createManifest(data), at('touched.jsonl'), { parent: { manifest: before, file: at('x.jsonl') } })
  expect(readFileSync(at('touched.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(1)
})

test('read with its parents it says everything, and validates as a whole one does', async () => {
  const third = await readManifest(at('later/third.jsonl'))
  const now = await createManifest(data)
  expect(third.root).toBe(now.root)
  expect(diffManifests(third, now)).toMatchObject({ equal: true })
  expect(await validateManifest(third)).toMatchObject({ valid: true, total_files: 5 })
})

test('a parent that was moved is named, and one with another root id is not taken', async () => {
  mkdirSync(at('moved'))
  copyFileSync(at('later/third.jsonl'), at('moved/third.jsonl'))
  await expect(readManifest(at('moved/third.jsonl'), { parents: [at('second.jsonl')] })).resolves.toMatchObject({ format: 'native' })
  copyFileSync(at('second.jsonl'), at('moved/second.jsonl'))
  await expect(readManifest(at('moved/second.jsonl'), { parents: [at('later/third.jsonl')] })).rejects.toThrow(
    /holds only what changed since the manifest with root [0-9a-f]{64}, and that is not there/,
  )
})

test('one that names itself as its parent does not read for ever', async () => {
  const text = readFileSync(at('second.jsonl'), 'utf8').replace('"file":"first.jsonl"', '"file":"circle.jsonl"')
  writeFileSync(at('circle.jsonl'), text)
  await expect(readManifest(at('circle.jsonl'))).rejects.toThrow('that is not there')
})

test('what has no root id is no parent, and what is classic has none', async () => {
  const manifest = await createManifest(data, { hashAlgorithms: ['md5'] })
  const parent = { manifest, file: at('x') }
  expect(() => writeManifest(manifest, at('y'), { parent })).toThrow('A native manifest needs the SHA-256')
  expect(() => writeManifest(manifest, at('y'), { format: 'classic', parent })).toThrow('can not hold only what changed')
  const whole = await createManifest(data)
  expect(() => writeManifest(whole, at('y'), { parent })).toThrow('has no root id')
})

test('a difference names what was added, removed and changed, between any formats', async () => {
  const [first, second] = [await readManifest(at('first.jsonl')), await readManifest(at('second.jsonl'))]
  writeManifest(second, at('second.json'), { format: 'classic' })
  for (const after of [second, await readManifest(at('second.json'))]) {
    expect(diffManifests(first, after)).toMatchObject({
      equal: false,
      added: [{ path: 'd' }],
      removed: [{ path: 'c' }],
      changed: [{ path: 'b', what: 'size', before: { size: 1 }, after: { size: 3 } }],
    })
  }
  expect(diffManifests(second, await readManifest(at('second.json')))).toEqual({ equal: true, added: [], removed: [], changed: [] })
  const sha512 = await createManifest(data, { hashAlgorithms: ['sha512'] })
  expect(diffManifests(second, sha512).changed.map(({ what }) => what)).toEqual(['unknown', 'unknown', 'unknown'])
})

test('what is logged into a run has the names that MLflow programs know', async () => {
  const manifest = await createManifest(data)
  const log = toRunLog(manifest)
  expect(log).toMatchObject({
    metrics: { data_files_count: 4, data_size_bytes: 6, data_processing_time: manifest.processingSeconds },
    params: { data_path: data, hash_algorithms: 'md5,sha256', manifest_version: '1.0' },
    artifact: { path: 'data_manifest/data_manifest.json' },
  })
  writeFileSync(at('logged.json'), log.artifact.content)
  expect((await readManifest(at('logged.json'))).root).toBe(manifest.root)
  expect(toRunLog(manifest, { artifactPath: 'inputs/raw/', format: 'native' })).toMatchObject({
    params: { manifest_version: '2.0' },
    artifact: { path: 'inputs/raw/data_manifest.jsonl' },
  })
})
