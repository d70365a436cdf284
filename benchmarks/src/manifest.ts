// Hashing large files on all cores, against a thread per core that hashes the same bytes from memory; and validating a tree of small files of
// which nothing has changed, with the cache of digests that a former validation left, manifest and cache read from their files; and the
// same by the command, from its start to its end. Medians.
//   node --conditions=@reprise/source benchmarks/src/manifest.ts [--files 100000] [--megabytes 64] [--rounds 7] [--json FILE]
import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createManifest, readManifest, validateManifest, writeManifest } from '@reprise/capture'
import { type FileToHash, type HashAlgorithm, hashFiles, openStatCache } from '@reprise/objects'
import { createTemporaryFolder } from '@reprise/testing'
import { MeasuredCommand } from './manifest/command.ts'
import { makeLargeFiles, makeTree } from './manifest/data.ts'
import { HashFloor } from './manifest/floor.ts'
import type { Figures } from './report/figures.ts'
import { type Recorder, runProgram } from './report/report.ts'

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '100000' },
    megabytes: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '7' },
    json: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const size = Number(values.megabytes) * 1_048_576
const cores = availableParallelism()
/** Of each thread of the floor. */
const filesPerCore = 4
/** What is hashed, and how often each file in a round: starting threads takes as long as hashing some hundred megabytes. */
const hashings = [
  { algorithms: ['sha256'], passes: 16 },
  { algorithms: ['md5', 'sha256'], passes: 4 },
] as const
/** Milliseconds after which a file that was just written is no longer racy. */
const SETTLED = 2_500

await runProgram('manifest', values.json, async (record) => {
  await using folder = await createTemporaryFolder('benchmark')
  const files = makeLargeFiles(folder.path, cores * filesPerCore, size)
  for (const { algorithms, passes } of hashings)
    await measureHashing(Array.from({ length: passes }, () => files).flat(), algorithms, record)
  await measureValidation(folder.path, record)
})

async function measureHashing(files: readonly FileToHash[], algorithms: readonly HashAlgorithm[], record: Recorder): Promise<void> {
  await using floor = await HashFloor.start(cores, { algorithms, size, piece: 512 * 1024 })
  const [bare, ours]: [Figures[], Figures[]] = [[], []]
  for (let round = 0; round < rounds; round++) {
    bare.push(await measure(files.length * size, () => floor.hash(files.length)))
    ours.push(await measure(files.length * size, () => hashFiles(files, { algorithms })))
  }
  const workload = `${algorithms.join(' and ')} of large files`
  record(workload, 'floor', bare)
  record(workload, 'reprise', ours)
}

async function measureValidation(folder: string, record: Recorder): Promise<void> {
  const [tree, manifest, cacheFile] = [join(folder, 'tree'), join(folder, 'manifest.jsonl'), join(folder, 'digests')]
  mkdirSync(tree)
  makeTree(tree, Number(values.files))
  await sleep(SETTLED)
  const before = openStatCache(cacheFile)
  const cold = await measure(0, async () =>
    writeManifest(await createManifest(tree, { hashAlgorithms: ['sha256'], cache: before }), manifest, { format: 'native' }),
  )
  before.save()
  const name = `${Number(values.files).toLocaleString('en')} small files`
  record(`manifest of ${name}, all read`, 'reprise', [cold])
  const warm: Figures[] = []
  for (let round = 0; round < rounds; round++) {
    warm.push(
      await measure(0, async () => {
        const cache = openStatCache(cacheFile)
        const { valid } = await validateManifest(await readManifest(manifest), tree, { cache })
        if (!valid) throw new Error('the tree is not as it was')
      }),
    )
  }
  record(`validation of ${name}, nothing changed`, 'reprise', warm)
  measureCommand({ tree, folder, name }, record)
}

function measureCommand(
  { tree, folder, name }: { readonly tree: string; readonly folder: string; readonly name: string },
  record: Recorder,
): void {
  using command = new MeasuredCommand(tree, folder)
  record(`reprise manifest create, ${name}, all read`, 'reprise', [command.create()])
  const times = <T>(work: () => T): T[] => Array.from({ length: rounds }, work)
  record(
    `reprise manifest validate, ${name}, nothing changed`,
    'reprise',
    times(() => command.validate({ isKnown: true })),
  )
  record(
    `reprise manifest validate, ${name}, nothing changed`,
    'floor',
    times(() => command.list()),
  )
  record(
    `reprise manifest validate, ${name}, first time`,
    'reprise',
    times(() => command.validate({ isKnown: false })),
  )
}

/** With the processor time of all threads, which other work on the machine disturbs less than the clock. */
async function measure(bytes: number, work: () => Promise<unknown>): Promise<Figures> {
  const before = process.cpuUsage()
  const started = performance.now()
  await work()
  const milliseconds = performance.now() - started
  const { user, system } = process.cpuUsage(before)
  const cpuSeconds = (user + system) / 1e6
  if (bytes === 0) return { milliseconds, cpuMilliseconds: cpuSeconds * 1_000 }
  return { throughput: bytes / 1e3 / milliseconds, perCpu: bytes / 1e6 / cpuSeconds }
}
