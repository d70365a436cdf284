// How fast a store takes what running programs log, without HTTP, beside the least a durable store has to do: parse the
// request and append it to a file, one fdatasync per turn. `node --conditions=@reprise/source benchmarks/src/ingest.ts [seconds] [workload]`
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '@reprise/storage'
import { openFloor } from './ingest/floor.ts'
import { drive, type Measured } from './ingest/drive.ts'
import { workloads } from './ingest/workloads.ts'

const seconds = Number(process.argv[2] ?? 5)
const only = process.argv[3]

for (const workload of workloads.filter(({ name }) => only === undefined || name === only)) {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-ingest-'))
  try {
    const floor = openFloor(join(folder, 'floor'))
    const least = await drive(floor, workload, seconds)
    await floor.close()
    const path = join(folder, 'store.db')
    const store = await openStore(path, { artifactRoot: 'mlflow-artifacts:/' })
    const ours = await drive(store, workload, seconds)
    const { commits, writes } = await store.statistics()
    await store.close()
    const points = ours.calls * workload.pointsPerCall
    console.log(`${workload.name}: ${workload.callers} callers, ${workload.pointsPerCall} points per call`)
    console.log(`  floor  ${describe(least, workload.pointsPerCall)}`)
    console.log(`  store  ${describe(ours, workload.pointsPerCall)}`)
    console.log(
      `  ${Math.round((ours.callsPerSecond / least.callsPerSecond) * 100)} % of the floor; ${commits} commits for ${writes} writes; ` +
        `${(statSync(path).size / points).toFixed(1)} bytes per point`,
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function describe(measured: Measured, pointsPerCall: number): string {
  const { callsPerSecond, p50, p99, cpuMicroseconds } = measured
  const rate = `${Math.round(callsPerSecond).toLocaleString('en')} calls/s, ${Math.round(callsPerSecond * pointsPerCall).toLocaleString('en')} points/s`
  return `${rate}, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, ${cpuMicroseconds.toFixed(1)} µs CPU per call`
}
