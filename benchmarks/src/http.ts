// What writes cost over HTTP: Reprise, two floors and, when asked for, the real `mlflow server`, in turn, several rounds; medians.
//   node --conditions=@reprise/source benchmarks/src/http.ts [--rounds 5] [--seconds 3] [--only log-metric] [--open-rounds 3] [--open-seconds 5]
//     [--store postgres | postgresql://…] [--with-mlflow [--mlflow-store postgres]] [--url http://…] [--json FILE]
import { parseArgs } from 'node:util'
import { medianOf, quantileOf } from './load/measured.ts'
import { measureSyncs } from './report/machine.ts'
import type { Figures } from './report/figures.ts'
import { type Recorder, runProgram } from './report/report.ts'
import { type Subject, type SubjectName, Subjects, subjectOptions } from './servers/subjects.ts'
import { measureArrivals, measureWrites } from './writes/measure.ts'
import { type WorkloadName, workloads } from './writes/workloads.ts'

const { values } = parseArgs({
  options: {
    ...subjectOptions,
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    /** Of the open loops; 0 leaves them out. */
    'open-rounds': { type: 'string', default: '3' },
    'open-seconds': { type: 'string', default: '5' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
})
const WARM_UP_SECONDS = 0.5
/** Workloads whose latency is measured with requests that arrive at a fixed rate. */
const arriving: readonly WorkloadName[] = ['log-metric', 'log-batch']
/** Of what Reprise answers in a closed loop. */
const SHARE_OF_RATE = 0.5

await runProgram('http', values.json, async (record) => {
  await using subjects = new Subjects(values)
  const names = (Object.keys(workloads) as WorkloadName[]).filter((name) => values.only === undefined || values.only === name)
  const syncs = await measureSyncs()
  record('fdatasync', 'machine', [{ p50: quantileOf(syncs, 0.5), p99: quantileOf(syncs, 0.99) }])
  for (const name of names) {
    const rounds = await measureInTurn(subjects.all, Number(values.rounds), (subject) =>
      measureWrites(subject, workloads[name], { seconds: Number(values.seconds), warmUp: WARM_UP_SECONDS }),
    )
    recordAll(record, name, rounds)
    if (arriving.includes(name) && Number(values['open-rounds']) > 0) await measureOpenLoops(record, name, rounds)
  }

  async function measureOpenLoops(into: Recorder, name: WorkloadName, closed: ReadonlyMap<SubjectName, Figures[]>): Promise<void> {
    const rates = new Map([...closed].map(([subject, all]) => [subject, medianOf(all.map(({ rate = 0 }) => rate))]))
    const opened = await measureInTurn(subjects.all, Number(values.rounds), (subject) => {
      // Floors get what Reprise gets, so that their latencies can be compared; the others half of what they can take.
      const rate = (rates.get(subject.keepsRuns ? subject.name : 'reprise') ?? 0) / workloads[name].unitsPerRequest
      return measureArrivals(subject, workloads[name], { seconds: Number(values['open-seconds']), rate: rate * SHARE_OF_RATE })
    })
    recordAll(into, `${name}, open loop`, opened)
  }
})

async function measureInTurn(
  all: readonly Subject[],
  times: number,
  measure: (subject: Subject) => Promise<Figures>,
): Promise<Map<SubjectName, Figures[]>> {
  const rounds = new Map<SubjectName, Figures[]>(all.map(({ name }) => [name, []]))
  for (let round = 0; round < times; round++) {
    for (const subject of all) rounds.get(subject.name)?.push(await measure(subject))
  }
  return rounds
}

function recordAll(record: Recorder, workload: string, rounds: ReadonlyMap<SubjectName, Figures[]>): void {
  for (const [subject, all] of rounds) record(workload, subject, all)
}
