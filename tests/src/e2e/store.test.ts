import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createClient, type Client } from '@reprise/client'
import { requirePart } from '@reprise/testing'
import { describe, expect, it } from 'vitest'
import { reprise, results } from './reprise.ts'
import { findTerminal, onTerminal } from './terminal.ts'
import { storeKinds, whileServing, type Place } from './stores.ts'

const POINTS = 990
const terminal = requirePart('a terminal', findTerminal())

/** Runs with points and an artifact each, of which every second one is deleted. */
async function fill(client: Client, count: number): Promise<{ kept: string[]; deleted: string[] }> {
  const { experiment_id: experimentId } = await client.createExperiment({ name: 'filled' })
  const ids: string[] = []
  for (let index = 0; index < count; index++) {
    const { run } = await client.createRun({ experiment_id: experimentId, start_time: 1_000 + index })
    const id = run.info.run_id
    const metrics = Array.from({ length: POINTS }, (_, step) => ({
      key: `m${step % 5}`,
      value: Math.sin(step * index),
      timestamp: step,
      step,
    }))
    await client.logBatch({ run_id: id, metrics, params: [{ key: 'index', value: String(index) }], tags: [] })
    await client.uploadArtifact(run.info.artifact_uri ?? '', 'file.bin', new Uint8Array(1_000).fill(index))
    await client.updateRun({ run_id: id, status: 'FINISHED', end_time: 2_000 + index })
    ids.push(id)
  }
  const deleted = ids.filter((_, index) => index % 2 === 1)
  for (const id of deleted) await client.deleteRun({ run_id: id })
  return { kept: ids.filter((id) => !deleted.includes(id)), deleted }
}

const flags = ({ store, artifacts }: Place): string[] => ['--store', store, '--artifacts', artifacts]
const folderOf = ({ artifacts }: Place, run: string): string => join(artifacts, '1', run)

describe.each(storeKinds)('a store in $name', ({ missing, open }) => {
  it.skipIf(missing)('is collected, checked, and backed up into a file that is a store with the same runs', async () => {
    await using place = await open()
    const { kept, deleted } = await whileServing(place, ({ url }) => fill(createClient({ url }), 16))

    expect(await results(['store', 'gc', ...flags(place), '--dry-run'])).toBe('Would delete 8 runs for good.\n')
    expect(await results(['store', 'gc', ...flags(place), '--yes', '--older-than', '1h'])).toBe('There is nothing to collect.\n')
    expect(await reprise(['store', 'gc', ...flags(place)])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'reprise: There is no terminal to ask whether to delete for good. Add --yes to delete, or --dry-run to look first.\n',
    })
    const before = place.store.startsWith('/') ? statSync(place.store).size : undefined
    expect(existsSync(folderOf(place, deleted[0] ?? ''))).toBe(true)
    const report = JSON.parse(await results(['store', 'gc', ...flags(place), '--yes', '--json'])) as unknown
    expect(report).toEqual({ experiments: 0, runs: 8, points: 8 * POINTS, freedBytes: expect.any(Number) })
    expect(deleted.filter((run) => existsSync(folderOf(place, run)))).toEqual([])
    expect(kept.filter((run) => !existsSync(folderOf(place, run)))).toEqual([])
    if (before !== undefined) expect(statSync(place.store).size).toBeLessThan(before * 0.85)

    const fsck = ['store', 'fsck', '--store', place.store]
    expect(await results(fsck)).toMatch(/^8 runs, \d+ blocks? and \d+ journal rows? checked, no problems\.\n$/)
    expect(JSON.parse(await results([...fsck, '--json']))).toMatchObject({ runs: 8, problems: [] })

    const target = join(place.folder, 'backup.db')
    expect(await results(['store', 'backup', target, '--store', place.store])).toMatch(/backup\.db {2}[\d.]+ [kM]B\n$/)
    expect(await reprise(['store', 'backup', target, '--store', place.store])).toMatchObject({
      code: 1,
      stderr: `reprise: ${target} exists already, and a backup never overwrites. Name a new file.\n`,
    })
    const copied = await whileServing({ ...place, store: target }, async ({ url }) => describeRuns(createClient({ url })))
    const original = await whileServing(place, async ({ url }) => describeRuns(createClient({ url })))
    expect(copied).toEqual(original)
    expect(original.runs.map(({ info }) => info.run_id).toSorted()).toEqual(kept.toSorted())
    expect(await results(['store', 'fsck', '--store', target])).toContain('8 runs, ')
  })

  it.skipIf(missing)('is looked after through its server, while that runs', async () => {
    await using place = await open()
    await whileServing(place, async ({ url }) => {
      const { deleted } = await fill(createClient({ url }), 4)
      expect(await results(['store', 'gc', '--tracking-uri', url, '--dry-run'])).toBe('Would delete 2 runs for good.\n')
      expect(await results(['store', 'gc', '--tracking-uri', url, '--yes'])).toMatch(
        /^Deleted 2 runs for good, with 1980 points; .* given back\.\n$/,
      )
      expect(existsSync(folderOf(place, deleted[0] ?? ''))).toBe(false)
      expect(await results(['store', 'fsck', '--tracking-uri', url])).toMatch(/^2 runs, .* no problems\.\n$/)
      const target = join(place.folder, 'live.db')
      expect(JSON.parse(await results(['store', 'backup', target, '--tracking-uri', url, '--json']))).toEqual({
        backup: target,
        bytes: statSync(target).size,
      })
      expect(await results(['store', 'fsck', '--store', target])).toMatch(/^2 runs, .* no problems\.\n$/)
      expect(readdirSync(place.folder).filter((name) => name.includes('partial'))).toEqual([])
      if (place.store.startsWith('/')) return
      // PostgreSQL has room for more than one.
      expect(await results(['store', 'fsck', '--store', place.store])).toMatch(/^2 runs, .* no problems\.\n$/)
    })
  })
})

/** Everything a client can be told of all runs, and one whole series. */
async function describeRuns(client: Client) {
  const { runs } = await client.searchRuns({ experiment_ids: ['1'], max_results: 1_000 })
  const { metrics } = await client.getMetricHistory({ run_id: runs[0]?.info.run_id ?? '', metric_key: 'm3' })
  expect(metrics).toHaveLength(POINTS / 5)
  return { runs, metrics }
}

const [sqlite] = storeKinds

it('fsck finds one flipped byte in a block, and says in which run', async () => {
  if (sqlite === undefined) throw new Error('there is no SQLite')
  await using place = await sqlite.open()
  const { kept } = await whileServing(place, ({ url }) => fill(createClient({ url }), 4))
  const target = join(place.folder, 'damaged.db')
  writeFileSync(target, readFileSync(place.store))
  const database = new DatabaseSync(target)
  const row = database
    .prepare('select blocks.id, data from blocks join runs on runs.id = blocks.run_id where runs.uuid = ?')
    .get(kept[0] ?? '') as { id: number; data: Uint8Array } | undefined
  const bytes = Uint8Array.from(row?.data ?? [])
  expect(bytes.length).toBeGreaterThan(100)
  bytes[bytes.length >> 1]! ^= 0x10
  database.prepare('update blocks set data = ? where id = ?').run(bytes, row?.id ?? 0)
  database.close()

  const { code, stdout, stderr } = await reprise(['store', 'fsck', '--store', target])
  expect(code).toBe(1)
  expect(stdout).toContain(kept[0])
  expect(stdout).toMatch(/checked, 1 problem\.\n$/)
  expect(stderr).toBe('reprise: The store has 1 problem. Restore a backup, or save what can still be read: reprise runs show RUN --json\n')
  expect(await reprise(['store', 'fsck', '--store', place.store])).toMatchObject({ code: 0 })
})

it('a store that is not there is not made by a mistyped name', async () => {
  if (sqlite === undefined) throw new Error('there is no SQLite')
  await using place = await sqlite.open()
  for (const command of ['gc', 'fsck']) {
    expect(await reprise(['store', command, '--store', place.store])).toEqual({
      code: 1,
      stdout: '',
      stderr: `reprise: There is no store at ${place.store}. Name it with --store.\n`,
    })
  }
  expect(existsSync(place.store)).toBe(false)
})

it.skipIf(terminal.missing)(`gc asks on a terminal, and takes only yes for an answer${terminal.note}`, async () => {
  if (sqlite === undefined) throw new Error('there is no SQLite')
  await using place = await sqlite.open()
  await whileServing(place, ({ url }) => fill(createClient({ url }), 2))
  const refused = await onTerminal(['store', 'gc', ...flags(place)], { when: /\[y\/N\]/, type: 'n\n' })
  expect(refused).toEqual({
    code: 0,
    output: expect.stringMatching(/Delete 1 run for good, with their artifacts\? \[y\/N\][\s\S]*Nothing was deleted\.\n$/),
  })
  const interrupted = await onTerminal(['store', 'gc', ...flags(place)], { when: /\[y\/N\]/, type: '\u0003' })
  expect(interrupted.code).toBe(130)
  const agreed = await onTerminal(['store', 'gc', ...flags(place)], { when: /\[y\/N\]/, type: 'y\n' })
  expect(agreed).toEqual({ code: 0, output: expect.stringContaining('Deleted 1 run for good') })
})
