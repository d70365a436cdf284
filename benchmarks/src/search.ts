// Latency of searches in large SQLite stores that are written by SQL; medians, in milliseconds, without HTTP.
//   node --conditions=@reprise/source benchmarks/src/search.ts [--runs 5000,100000,1000000] [--folder FOLDER (keeps the stores)] [--only TEXT]
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openStore } from '@reprise/storage'
import { generateStore } from './search/generate-store.ts'
import { searches } from './search/searches.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5000,100000' },
    folder: { type: 'string' },
    only: { type: 'string', default: '' },
    calls: { type: 'string', default: '15' },
  },
})
const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'reprise-search-'))
mkdirSync(folder, { recursive: true })
const silent = { info: () => {}, warn: () => {}, error: () => {} }
try {
  for (const runs of values.runs.split(',').map(Number)) await measureStore(runs)
} finally {
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true })
}

async function measureStore(runs: number): Promise<void> {
  const path = join(folder, `search-${runs}.db`)
  if (!existsSync(path)) await generateStore(path, runs)
  const store = await openStore(path, { artifactRoot: 'mlflow-artifacts:', log: silent })
  console.log(`\n${runs.toLocaleString('en')} runs${' '.repeat(46)}median      max     first`)
  for (const { name, request } of searches.filter((search) => search.name.includes(values.only))) {
    const bytes = new TextEncoder().encode(JSON.stringify(request))
    const times: number[] = []
    let answer = ''
    for (let call = 0; call <= Number(values.calls); call++) {
      const started = performance.now()
      answer = new TextDecoder().decode(await store.call('searchRuns', bytes))
      times.push(performance.now() - started)
    }
    const [first = 0, ...later] = times
    const sorted = later.toSorted((a, b) => a - b)
    const found = (JSON.parse(answer) as { runs?: unknown[] }).runs?.length ?? 0
    const columns = [sorted[sorted.length >> 1] ?? 0, sorted.at(-1) ?? 0, first].map((time) => time.toFixed(2).padStart(9))
    console.log(`${name.padEnd(45)}${String(found).padStart(5)} runs${columns.join('')}`)
  }
  await store.close()
}
