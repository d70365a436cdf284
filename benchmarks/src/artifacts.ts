// Large artifacts through the server: MB/s up and down, and what the server's memory grows by meanwhile; medians. The floors pipe to and
// from a file; the durable one syncs it before it answers, as Reprise does.
//   node --conditions=@reprise/source benchmarks/src/artifacts.ts [--megabytes 256] [--rounds 5] [--with-mlflow] [--url http://…] [--json FILE]
import { parseArgs } from 'node:util'
import { download, upload } from './artifacts/transfer.ts'
import { watchGrowth } from './artifacts/watch-growth.ts'
import { watchCpu } from './load/cpu-watch.ts'
import type { Figures } from './report/figures.ts'
import { runProgram } from './report/report.ts'
import type { Server } from './servers/start.ts'
import { type SubjectName, Subjects, subjectOptions } from './servers/subjects.ts'

const { values } = parseArgs({
  options: {
    ...subjectOptions,
    megabytes: { type: 'string', default: '256' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
  },
})
const megabytes = Number(values.megabytes)
const PATH = '/api/2.0/mlflow-artifacts/artifacts/benchmark/model.bin'

await runProgram('artifacts', values.json, async (record) => {
  await using subjects = new Subjects(values)
  const rounds = new Map<SubjectName, { up: Figures[]; down: Figures[] }>(subjects.all.map(({ name }) => [name, { up: [], down: [] }]))
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const subject of subjects.all) {
      await using server = await subject.start()
      await upload(server.url, PATH, 1)
      await download(server.url, PATH)
      rounds.get(subject.name)?.up.push(await measure(server, () => upload(server.url, PATH, megabytes)))
      rounds.get(subject.name)?.down.push(await measure(server, () => download(server.url, PATH)))
    }
  }
  for (const [subject, { up, down }] of rounds) {
    record(`artifact of ${megabytes} MB, up`, subject, up)
    record(`artifact of ${megabytes} MB, down`, subject, down)
  }
})

async function measure(server: Server, transfer: () => Promise<number>): Promise<Figures> {
  const stopWatching = watchGrowth(server)
  const stop = watchCpu(server)
  const started = performance.now()
  const bytes = await transfer()
  const seconds = (performance.now() - started) / 1_000
  const cores = stop()
  const { growth, peak } = stopWatching()
  if (bytes !== megabytes * 1_048_576) throw new Error(`${bytes} bytes were moved, not ${megabytes} MB`)
  return { throughput: bytes / 1e6 / seconds, growth, resident: peak, ...cores }
}
