// Runs as one page that opens without a server: how large it is, how long a server takes to make it, and a real Chromium to open it.
//   node --conditions=@reprise/source benchmarks/src/stills.ts [--runs 30] [--metrics 20] [--points 1000,10000] [--rounds 3] [--json FILE]
// Builds the interface first. Data are made once and kept below .cache/benchmarks/stills.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { createTemporaryFolder, ensureChromium, repositoryFolder } from '@reprise/testing'
import type { Figures } from './report/figures.ts'
import { runProgram } from './report/report.ts'
import { serverCpu } from './stills/server-cpu.ts'
import { openStillServer } from './stills/open-still-server.ts'
import { Visit } from './web/visit.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '30' },
    metrics: { type: 'string', default: '20' },
    points: { type: 'string', default: '1000,10000' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'string' },
  },
})
const [runs, metrics, rounds] = [Number(values.runs), Number(values.metrics), Number(values.rounds)]
/** After which a page that shows nothing is given up. */
const SECONDS = 60
/** A chart and the table beside it are there. */
const READY = `document.querySelector('canvas[role="img"]') !== null`

await runProgram('stills', values.json, async (record) => {
  const chromium = await ensureChromium()
  if (chromium.reason !== undefined) throw new Error(`There is no Chromium: ${chromium.reason}.`)
  buildInterface()
  await using folder = await createTemporaryFolder('stills')
  for (const points of values.points.split(',').map(Number)) {
    await using server = await openStillServer({ runs, metrics, points })
    const title = `${runs} runs × ${metrics} metrics × ${points.toLocaleString('en')} points`
    const file = join(folder.path, `${points}.html`)
    const made: Figures[] = []
    for (let round = 0; round < rounds; round++) made.push(await makePage(server, file))
    record(`${title}, made`, 'reprise', made)
    const opened: Figures[] = []
    for (let round = 0; round < rounds; round++) {
      await using visit = await Visit.open(chromium, { url: pathToFileURL(file).href, ready: READY }, SECONDS)
      opened.push(await visit.load())
    }
    record(`${title}, opened`, 'reprise', opened)
  }
})

function buildInterface(): void {
  const vite = join(repositoryFolder, 'node_modules', 'vite', 'bin', 'vite.js')
  const options = { cwd: join(repositoryFolder, 'apps', 'web'), stdio: 'inherit' } as const
  const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], options)
  if (built.status !== 0) throw new Error('The interface could not be built.')
}

/** Asks for a page as `reprise runs export` does. */
async function makePage(server: Awaited<ReturnType<typeof openStillServer>>, file: string): Promise<Figures> {
  const before = serverCpu(server.pid)
  const started = performance.now()
  const answer = await fetch(`${server.url}/api/reprise/1/stills?${server.runs.map((id) => `run_ids=${id}`).join('&')}`, {
    headers: { 'accept-encoding': 'identity' },
  })
  if (!answer.ok) throw new Error(`The server answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`)
  const page = Buffer.from(await answer.arrayBuffer())
  const milliseconds = performance.now() - started
  writeFileSync(file, page)
  return {
    milliseconds,
    cpuMilliseconds: serverCpu(server.pid) - before,
    fileKilobytes: page.length / 1_000,
    zippedKilobytes: gzipSync(page).length / 1_000,
  }
}
