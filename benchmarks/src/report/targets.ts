import type { SubjectName } from '../servers/subjects.ts'
import type { FigureName } from './figures.ts'

/** A figure of a workload, as programs record it. */
export interface Measured {
  readonly workload: string
  readonly figure: FigureName
}

/** What a figure should be: a share of what another subject reached in the same run, or a number. */
export interface Limit {
  readonly atLeast?: number
  readonly atMost?: number
  /** The numbers above are multiples of this subject's figure. */
  readonly of?: SubjectName
  /** Added to `atMost`: the median of a small append with fdatasync on the same disk. */
  readonly plusOneSync?: boolean
}

/** A line of docs/benchmarks.md. */
export interface Target {
  readonly title: string
  readonly measured: Measured
  readonly limit: Limit
  /** The program below benchmarks/src and the options that measure it best. */
  readonly command: string
  /** Why it is thought to be missed, printed where it is. */
  readonly suspicion?: string
}

const writes = (workload: string, figure: FigureName = 'rate'): Measured => ({ workload, figure })
const latency = (workload: string): Measured => ({ workload, figure: 'p50' })

/** What Reprise is meant to reach, and the reasons known for what it does not. */
export const targets: readonly Target[] = [
  {
    title: 'log-metric, 64 clients',
    measured: writes('log-metric'),
    limit: { atLeast: 0.6, of: 'durable floor' },
    command: 'http.ts --only log-metric',
    suspicion:
      '54 to 73 % from run to run: both threads are idle a good part of the time, and clients wait for groups that are synced one after the other',
  },
  {
    title: '… server CPU per request',
    measured: writes('log-metric', 'cpu'),
    limit: { atMost: 0.1 },
    command: 'http.ts --only log-metric',
  },
  {
    title: '… p99 at half the rate, open loop',
    measured: writes('log-metric, open loop', 'p99'),
    limit: { atMost: 3, of: 'durable floor' },
    command: 'http.ts --only log-metric',
  },
  {
    title: 'log-metric, one client',
    measured: latency('log-metric, one client'),
    limit: { atMost: 1.5, plusOneSync: true },
    command: "http.ts --only 'log-metric, one client'",
  },
  {
    title: 'log-batch of 1,000 points, 8 clients, points',
    measured: writes('log-batch'),
    limit: { atLeast: 0.5, of: 'durable floor' },
    command: 'http.ts --only log-batch',
    suspicion: 'the one writer thread is busy: it parses the bodies, seals and commits',
  },
  {
    title: '… p99 at half the rate, open loop',
    measured: writes('log-batch, open loop', 'p99'),
    limit: { atMost: 3, of: 'durable floor' },
    command: 'http.ts --only log-batch',
    suspicion: 'slices of sealing and the copying of the log stand before the next flush',
  },
  {
    title: 'create-run, 8 clients',
    measured: writes('create-run'),
    limit: { atLeast: 0.6, of: 'durable floor' },
    command: 'http.ts --only create-run',
    suspicion: 'a run stands in five indexes: some 18 to 24 kB written per run',
  },
  {
    title: 'log-batch of 100 params, 8 clients',
    measured: writes('log-params'),
    limit: { atLeast: 0.5, of: 'durable floor' },
    command: 'http.ts --only log-params',
    suspicion: 'rows are written behind, up to twice as much work as taking them in',
  },
  { title: 'search with filter and order, page of 100 of 5,000 runs', ...read('filter and order, page of 100 of 5,000 runs', 6) },
  {
    title: '… projected to two fields',
    ...read('the same, projected of 5,000 runs', 2),
    suspicion: 'the search takes 1.3 ms; the rest is HTTP and handing it to a thread and back',
  },
  { title: 'page of 100 of 5,000 runs, no filter', ...read('no filter, page of 100 of 5,000 runs', 6) },
  {
    title: 'search with filter and order, page of 100 of 100,000 runs',
    ...read('filter and order, page of 100 of 100,000 runs', 10, '--runs 100000'),
  },
  { title: '… that finds nothing, by param', ...read('nothing found by param of 100,000 runs', 10, '--runs 100000') },
  { title: '… that finds nothing, by metric', ...read('nothing found by metric of 100,000 runs', 10, '--runs 100000') },
  {
    title: '20 runs of 5,000 metrics, whole',
    ...read('20 runs of 5,000 metrics, whole', 200),
    suspicion: '100,000 rows become arrays, objects and then text: a quarter of the time is collecting them',
  },
  { title: '… projected to one metric', ...read('20 runs of 5,000 metrics, projected', 10) },
  {
    title: 'one series of 100,000 points, one client, written',
    measured: writes('one series of 100,000 points, written'),
    limit: { atLeast: 150_000 },
    command: 'reads.ts',
  },
  { title: '… read whole with get-history', ...read('history of 100,000 points', 300) },
  { title: '320 points of 100,000', ...read('320 points of 100,000', 5) },
  {
    title: '1,000 exact buckets of 10M points',
    ...read('1,000 exact buckets of 10,000,000', 30, '--points 10000000'),
    suspicion: '10,000 summaries stand in the rows of their blocks, more pages than the cache of a reader holds',
  },
  {
    title: '32 writers beside slow searches',
    measured: { workload: '32 writers beside a neighbour', figure: 'kept' },
    limit: { atLeast: 90 },
    command: 'interference.ts',
    suspicion: 'driver, server and search share two cores: the durable floor beside a busy thread keeps little more than half',
  },
  ...(['up', 'down'] as const).map((way) => ({
    title: `artifact of 256 MB, ${way}`,
    measured: { workload: `artifact of 256 MB, ${way}`, figure: 'throughput' } as const,
    limit: { atLeast: 0.8, of: way === 'up' ? 'durable floor' : 'floor' } as const,
    command: 'artifacts.ts',
  })),
  ...(['up', 'down'] as const).map((way) => ({
    title: `… growth of resident memory, ${way}`,
    measured: { workload: `artifact of 256 MB, ${way}`, figure: 'growth' } as const,
    limit: { atMost: 60 },
    command: 'artifacts.ts',
  })),
  {
    title: 'cold start from dist',
    ...footprint('cold start from dist', 'milliseconds', 500),
    suspicion: 'every thread loads its modules by itself, and the server libraries that it does not use at once',
  },
  {
    title: 'memory (PSS), idle',
    ...footprint('memory, idle', 'memory', 80),
    suspicion: 'three threads, each with its own heap and modules',
  },
  {
    title: '… loaded with 2M points in 1,000 runs',
    ...footprint('memory, loaded with 2,000,000 points', 'memory', 160),
    suspicion: 'bodies are copied into frames for the writer, and buffers outside the heap are collected late',
  },
  { title: 'bytes per point, 10 series of 100,000', ...footprint('bytes per point, long: 10 series of 100,000 points', 'bytes', 10) },
  { title: 'bytes per point, 20,000 keys × 10 steps', ...footprint('bytes per point, wide: 3 runs of 20,000 keys, 10 steps', 'bytes', 20) },
  {
    title: '… and per run and key',
    ...footprint('bytes per run and key, wide: 3 runs of 20,000 keys, 10 steps', 'bytes', 90),
    suspicion: 'first, least, greatest and last value are kept apart even where they are equal; names count here too',
  },
  {
    title: 'sha256 of large files on all cores, by processor time',
    ...manifest('sha256 of large files', 'perCpu'),
    limit: { atLeast: 0.9, of: 'floor' },
    suspicion: 'copying from the page cache takes the rest',
  },
  {
    title: '… md5 and sha256 in one pass',
    ...manifest('md5 and sha256 of large files', 'perCpu'),
    limit: { atLeast: 0.9, of: 'floor' },
  },
  {
    title: 'validation of 100,000 files, nothing changed',
    ...manifest('validation of 100,000 small files, nothing changed', 'milliseconds'),
    limit: { atMost: 1_000 },
  },
  {
    title: '… by the command `reprise manifest validate`, from its start to its end',
    ...manifest('reprise manifest validate, 100,000 small files, nothing changed', 'milliseconds'),
    limit: { atMost: 1_000 },
  },
]

function manifest(workload: string, figure: FigureName): Pick<Target, 'measured' | 'command'> {
  return { measured: { workload, figure }, command: 'manifest.ts' }
}

function read(workload: string, milliseconds: number, options = ''): Pick<Target, 'measured' | 'limit' | 'command'> {
  return { measured: latency(workload), limit: { atMost: milliseconds }, command: `reads.ts ${options}`.trim() }
}

function footprint(workload: string, figure: FigureName, most: number): Pick<Target, 'measured' | 'limit' | 'command'> {
  return { measured: { workload, figure }, limit: { atMost: most }, command: 'footprint.ts' }
}
