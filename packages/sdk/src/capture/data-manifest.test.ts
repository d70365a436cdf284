import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { testTracker } from '../testing/test-tracker.ts'
import { DataManifest } from './index.ts'

function makeData(folder: string): string {
  const data = join(folder, 'data')
  mkdirSync(join(data, 'raw'), { recursive: true })
  writeFileSync(join(data, 'raw', 'a.csv'), 'x,y\n1,2\n')
  writeFileSync(join(data, 'raw', 'b.csv'), 'x,y\n3,4\n')
  writeFileSync(join(data, 'raw', 'b.tmp'), 'half')
  return data
}

describe('a data manifest', () => {
  it('records the files that are asked for', async () => {
    using folder = temporaryFolder()
    const data = makeData(folder.path)
    const manifest = await DataManifest.create(data, {
      include: ['*.csv'],
      hashAlgorithms: ['sha1', 'sha256'],
      metadata: { source: 'survey' },
    })
    expect(manifest).toMatchObject({ path: data, files: ['raw/a.csv', 'raw/b.csv'], totalSizeBytes: 16, problems: [] })
    expect(manifest).toMatchObject({
      hashAlgorithms: ['sha1', 'sha256'],
      metadata: { source: 'survey' },
      root: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect((await DataManifest.create(data, { exclude: ['*.tmp'], maxFiles: 1 })).files).toEqual(['raw/a.csv'])
  })

  it.each(['data_manifest.json', 'data_manifest.jsonl'])('finds in %s what became of the data', async (name) => {
    using folder = temporaryFolder()
    const data = makeData(folder.path)
    const file = join(data, name)
    await (await DataManifest.create(data, { exclude: ['*.tmp'] })).save(file)
    const manifest = await DataManifest.load(file)
    expect(await manifest.validate()).toMatchObject({ valid: true, total_files: 2, total_size_bytes: 16, extra_files: [] })

    writeFileSync(join(data, 'raw', 'a.csv'), 'x,y\n1,9\n')
    rmSync(join(data, 'raw', 'b.csv'))
    writeFileSync(join(data, 'raw', 'c.csv'), '')
    expect(await manifest.validate(data)).toMatchObject({
      valid: false,
      missing_files: ['raw/b.csv'],
      hash_mismatches: [{ path: 'raw/a.csv', expected: { size_bytes: 8 }, actual: { size_bytes: 8 } }],
      extra_files: ['raw/c.csv'],
    })
  })

  it('reads what has not changed only once, where digests are kept', async () => {
    using folder = temporaryFolder()
    const data = makeData(folder.path)
    const cache = join(folder.path, 'digests')
    // What was written just now may be written again unseen: to the cache it is ten seconds old.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10_000 })
    try {
      const manifest = await DataManifest.create(data, { cache })
      const kept = readFileSync(cache)
      expect((await manifest.validate(data, { cache })).valid).toBe(true)
      expect(readFileSync(cache)).toEqual(kept)
      // Digests of other bytes: whoever believes them reads nothing.
      const spoilt = Buffer.from(kept.map((byte, at) => (at >= kept.length - 16 ? byte ^ 1 : byte)))
      spoilt.writeUInt32LE(crc32(spoilt.subarray(24)), 8)
      writeFileSync(cache, spoilt)
      expect((await manifest.validate(data, { cache })).valid).toBe(false)
      expect((await manifest.validate(data)).valid).toBe(true)
    } finally {
      vi.useRealTimers()
    }
  })

  it('is logged to the active run, or to one that is given, below data_manifest/ or where asked', async () => {
    using folder = temporaryFolder()
    const data = makeData(folder.path)
    using tracker = testTracker(join(folder.path, 'runs'))
    const manifest = await DataManifest.create(data)
    const given = await tracker.startRun({ name: 'given' })
    await tracker.withRun({ name: 'active' }, () => manifest.logToRun())
    expect(await manifest.logToRun({ run: given, artifactPath: 'inputs/raw' })).toBe(true)
    await given.end()

    const [active] = await tracker.searchRuns({ filter: "attributes.run_name = 'active'" }).toArray()
    expect(active?.metrics).toEqual({ data_files_count: 3, data_size_bytes: 20, data_processing_time: expect.any(Number) })
    expect(active?.params).toEqual({ data_path: data, hash_algorithms: 'md5,sha256', manifest_version: '1.0' })
    const list = async (uri: string, below: string) => (await tracker.client.listArtifacts(uri, below)).map(({ path }) => path)
    expect(await list(active!.artifactUri!, 'data_manifest')).toEqual(['data_manifest/data_manifest.json'])
    expect(await list((await tracker.getRun(given.id)).artifactUri!, 'inputs/raw')).toEqual(['inputs/raw/data_manifest.json'])
  })

  it('tells what could not be logged, and goes on', async () => {
    using folder = temporaryFolder()
    const data = makeData(folder.path)
    using tracker = testTracker(join(folder.path, 'runs'))
    const run = await tracker.startRun({ params: { data_path: 'elsewhere' } })
    const problems: string[] = []
    const logged = await (await DataManifest.create(data)).logToRun({ run, onProblem: ({ message }) => problems.push(message) })
    await run.end()
    expect([logged, problems]).toEqual([false, [expect.stringMatching(/^the param data_path could not be logged: /)]])
    expect(await tracker.getRun(run.id)).toMatchObject({ status: 'FINISHED', metrics: { data_files_count: 3 } })
  })

  it('says what is missing', async () => {
    using folder = temporaryFolder()
    const none = join(folder.path, 'none')
    await expect(DataManifest.create(none)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
    await expect(DataManifest.load(none)).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
    const manifest = await DataManifest.create(makeData(folder.path))
    await expect(manifest.save(join(none, 'below.json'))).rejects.toMatchObject({ code: 'PERMISSION_DENIED' })
    await expect(manifest.logToRun()).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    const file = join(folder.path, 'broken.json')
    await manifest.save(file)
    appendFileSync(file, '}')
    await expect(DataManifest.load(file)).rejects.toMatchObject({ code: 'INVALID_PARAMETER_VALUE' })
    expect(readFileSync(file, 'utf8')).toContain('manifest_version')
  })
})
