// Latency of reads over HTTP, one client, on data that is logged first; medians of many calls.
//   node --conditions=@reprise/source benchmarks/src/reads.ts [--runs 5000] [--points 100000] [--wide 20] [--calls 31]
//     [--store postgres | postgresql://…] [--with-mlflow [--mlflow-store postgres]] [--url http://…] [--json FILE]
// A count of 0 leaves its reads out. `--runs 100000` and `--points 10000000` take minutes to log.
import { parseArgs } from 'node:util'
import { logRuns, logSeries, logWideRuns } from './reads/log-data.ts'
import { measureRead } from './reads/measure.ts'
import { listSearches, listSeriesReads, listWideReads, type Read } from './reads/workloads.ts'
import { type Recorder, runProgram } from './report/report.ts'
import type { Server } from './servers/start.ts'
import { type Subject, Subjects, subjectOptions } from './servers/subjects.ts'

const { values } = parseArgs({
  options: {
    ...subjectOptions,
    runs: { type: 'string', default: '5000' },
    points: { type: 'string', default: '100000' },
    wide: { type: 'string', default: '20' },
    calls: { type: 'string', default: '31' },
    json: { type: 'string' },
  },
})
const [runs = 0, points = 0, wide = 0] = [values.runs, values.points, values.wide].map(Number)

await runProgram('reads', values.json, async (record) => {
  await using subjects = new Subjects(values)
  for (const subject of subjects.stores) {
    await using server = await subject.start()
    for (const read of await logAndList(server, subject, record)) {
      if (read.isOwn === true && subject.name === 'mlflow') continue
      record(read.workload, subject.name, [await measureRead(server, read, Number(values.calls))])
    }
    record('memory after reads', subject.name, [{ memory: server.memory().pss }])
  }
})

/** Everything is logged before anything is read, as it is where programs have run for a while. */
async function logAndList({ url }: Server, { name }: Subject, record: Recorder): Promise<Read[]> {
  const reads: Read[] = []
  if (runs > 0) reads.push(...listSearches(url, { experiment: await logRuns(url, runs), runs }))
  if (points > 0) {
    const series = await logSeries(url, points)
    record(`one series of ${points.toLocaleString('en')} points, written`, name, [{ rate: series.perSecond }])
    reads.push(...listSeriesReads(url, { run: series.run, points }))
  }
  if (wide > 0) reads.push(...listWideReads(url, { experiment: await logWideRuns(url, wide), runs: wide }))
  return reads
}
