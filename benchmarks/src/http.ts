// Requests per second of the server against two floors, in turn, several rounds; medians and ratios.
//   node --conditions=@reprise/source benchmarks/src/http.ts [--rounds 5] [--seconds 3] [--only log-metric] [--store postgresql://…]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runClosedLoop, type Measured } from './load/closed-loop.ts'
import { openConnection, postRequest } from './load/connection.ts'
import { type Started, startServer } from './servers/start.ts'
import { type Workload, workloads } from './workloads.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    only: { type: 'string' },
    store: { type: 'string' },
    cli: { type: 'string', default: 'apps/cli/src/main.ts' },
  },
})
const root = join(fileURLToPath(import.meta.url), '../../..')
const floorProgram = join(root, 'benchmarks/src/servers/floor.ts')

const subjects = {
  floor: () => startServer(floorProgram, []),
  'durable floor': (folder: string) => startServer(floorProgram, ['--durable', join(folder, 'floor.log')]),
  reprise: (folder: string) =>
    startServer(join(root, values.cli), ['server', '--port', '0', '--store', values.store ?? join(folder, 'runs.db'), '--artifacts', join(folder, 'artifacts')]),
} as const
type Subject = keyof typeof subjects

for (const [name, workload] of Object.entries(workloads)) {
  if (values.only !== undefined && values.only !== name) continue
  const rounds: Record<Subject, (Measured & Costs)[]> = { floor: [], 'durable floor': [], reprise: [] }
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const subject of Object.keys(subjects) as Subject[]) rounds[subject].push(await measure(subject, workload))
  }
  report(name, workload, rounds)
}

interface Costs {
  readonly cpuMilliseconds: number
  readonly megabytes: number
}

async function measure(subject: Subject, workload: Workload): Promise<Measured & Costs> {
  const folder = mkdtempSync(join(tmpdir(), 'reprise-benchmark-'))
  const server = await subjects[subject](folder)
  try {
    const runs = await createRuns(server, workload.clients, subject === 'reprise')
    await runClosedLoop({ url: server.url, clients: workload.clients, seconds: 0.5, request: (client, n) => workload.request(server.url, runs[client] ?? '', n) })
    const cpu = server.cpuSeconds()
    const measured = await runClosedLoop({
      url: server.url,
      clients: workload.clients,
      seconds: Number(values.seconds),
      request: (client, n) => workload.request(server.url, runs[client] ?? '', n + 1_000_000),
    })
    if (measured.failures > 0) throw new Error(`${subject}: ${measured.failures} of ${measured.requests} requests failed`)
    return { ...measured, cpuMilliseconds: ((server.cpuSeconds() - cpu) * 1_000) / measured.requests, megabytes: server.memoryMegabytes() }
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function createRuns(server: Started, count: number, real: boolean): Promise<string[]> {
  if (!real) return Array.from({ length: count }, (_, index) => index.toString(16).padStart(32, '0'))
  const connection = await openConnection(server.url)
  const ids: string[] = []
  for (let index = 0; index < count; index++) {
    const { status, body } = await connection.send(postRequest(server.url, '/api/2.0/mlflow/runs/create', '{"experiment_id":"0","start_time":1}'))
    if (status !== 200) throw new Error(`create-run answered ${status}: ${body.toString('utf8')}`)
    ids.push((JSON.parse(body.toString('utf8')) as { run: { info: { run_id: string } } }).run.info.run_id)
  }
  connection.close()
  return ids
}

function report(name: string, workload: Workload, rounds: Record<Subject, (Measured & Costs)[]>): void {
  process.stdout.write(`\n${name}: ${workload.clients} clients, median of ${rounds.reprise.length}\n`)
  const median = (subject: Subject, figure: keyof (Measured & Costs)): number => {
    const sorted = rounds[subject].map((one) => one[figure]).toSorted((a, b) => a - b)
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
  }
  for (const subject of Object.keys(subjects) as Subject[]) {
    const rate = median(subject, 'perSecond') * workload.unitsPerRequest
    const ratio = median('reprise', 'perSecond') / median(subject, 'perSecond')
    process.stdout.write(
      `  ${subject.padEnd(14)} ${Math.round(rate).toString().padStart(9)} ${workload.unit}/s  p50 ${median(subject, 'p50').toFixed(2)} ms  p99 ${median(subject, 'p99').toFixed(2)} ms` +
        `  ${median(subject, 'cpuMilliseconds').toFixed(3)} ms CPU/request  ${median(subject, 'megabytes').toFixed(0)} MB${subject === 'reprise' ? '' : `  (reprise is at ${(ratio * 100).toFixed(0)} %)`}\n`,
    )
  }
}
