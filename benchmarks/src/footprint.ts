// What a server needs before anybody asks it for anything, and what points need on disk.
//   node --conditions=@reprise/source benchmarks/src/footprint.ts [--starts 5] [--points 2000000] [--runs 1000] [--no-build]
//     [--cli apps/cli/src/main.ts] [--store postgres] [--with-mlflow [--mlflow-store postgres]] [--json FILE]
// Compiles everything to `dist` first, as `npm run build` does. Bytes are measured of SQLite files only.
import { parseArgs } from 'node:util'
import { measureBytes } from './footprint/bytes.ts'
import { buildDist, measureColdStarts } from './footprint/cold-start.ts'
import { measureMemory } from './footprint/memory.ts'
import { runProgram } from './report/report.ts'
import { Subjects, subjectOptions } from './servers/subjects.ts'

const { values } = parseArgs({
  allowNegative: true,
  options: {
    ...subjectOptions,
    /** As it is installed; sources keep the program that strips their types in memory, once per thread. */
    cli: { type: 'string', default: 'apps/cli/dist/main.js' },
    starts: { type: 'string', default: '5' },
    points: { type: 'string', default: '2000000' },
    runs: { type: 'string', default: '1000' },
    build: { type: 'boolean', default: true },
    json: { type: 'string' },
  },
})

await runProgram('footprint', values.json, async (record) => {
  if (values.build) buildDist()
  await measureColdStarts(Number(values.starts), record)
  await using subjects = new Subjects(values)
  for (const subject of subjects.all.filter(({ name }) => name !== 'durable floor' && name !== 'other')) {
    await measureMemory(subject, { points: Number(values.points) / subject.slowness, runs: Number(values.runs) / subject.slowness }, record)
  }
  await measureBytes(record)
})
