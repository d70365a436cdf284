import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { createTemporaryFolder } from '@reprise/testing'

/** Where something was measured. */
export interface Machine {
  readonly node: string
  readonly system: string
  readonly cpu: string
  readonly cores: number
  readonly memoryGigabytes: number
  /** Processes that wanted to run, averages over one and five minutes: what else went on. */
  readonly load: readonly [number, number]
  /** Coordinated universal time. */
  readonly time: string
}

export function describeMachine(): Machine {
  const [one = 0, five = 0] = loadavg()
  return {
    node: process.version,
    system: `${platform()} ${release().split('.', 2).join('.')} ${arch()}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    load: [one, five],
    time: new Date().toISOString(),
  }
}

const SYNCS = 200

/** Milliseconds of a small append with fdatasync in the temporary folder, sorted: the least that one durable write takes. */
export async function measureSyncs(): Promise<Float64Array> {
  await using folder = await createTemporaryFolder('benchmark')
  const file = openSync(join(folder.path, 'syncs'), 'a')
  const bytes = Buffer.alloc(200, 'x')
  const times = Float64Array.from({ length: SYNCS }, () => {
    const started = performance.now()
    writeSync(file, bytes)
    fdatasyncSync(file)
    return performance.now() - started
  })
  closeSync(file)
  return times.sort()
}
