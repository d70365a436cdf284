// Taking data into a cache, looking whether they changed, and checking them out, beside the real DVC on the same data, in turn. Each is a
// process from its start to its end; ours runs compiled, so build before: node_modules/.bin/tsc -b benchmarks
//   node --conditions=@reprise/source benchmarks/src/data.ts [--files 20000] [--megabytes 1024] [--rounds 3]
import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createTemporaryFolder, ensurePython, pythonSets } from '@reprise/testing'
import { type Measured, runMeasured } from './data/run-measured.ts'
import { makeLargeFiles, makeTree } from './manifest/data.ts'
import { describeMachine } from './report/machine.ts'

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '20000' },
    megabytes: { type: 'string', default: '1024' },
    rounds: { type: 'string', default: '3' },
  },
})
const program = fileURLToPath(new URL('./data/run-ours.ts', import.meta.url)).replace('/src/data/run-ours.ts', '/dist/data/run-ours.js')
const steps = ['add', 'status', 'checkout'] as const

interface Subject {
  readonly name: string
  readonly init: (folder: string) => readonly string[]
  readonly run: (step: (typeof steps)[number], folder: string) => readonly string[]
}

if (!existsSync(program)) throw new Error('Build before: node_modules/.bin/tsc -b benchmarks')
const environment = await ensurePython(pythonSets.dvc)
if (environment.reason !== undefined) throw new Error(environment.reason)
const { python } = environment
await using temporary = await createTemporaryFolder('data')
const env = { ...process.env, DVC_NO_ANALYTICS: '1', DVC_SITE_CACHE_DIR: join(temporary.path, 'site') }

const subjects: readonly Subject[] = [
  {
    name: 'DVC',
    init: () => [python, '-m', 'dvc', 'init', '-q', '--no-scm'],
    run: (step) => [python, '-m', 'dvc', step, '-q', ...(step === 'add' ? ['data'] : [])],
  },
  {
    name: 'Reprise',
    init: (folder) => ['mkdir', '-p', join(folder, '.dvc', 'tmp')],
    run: (step, folder) => [process.execPath, program, step, folder, join(temporary.path, 'memory')],
  },
]

console.log(`${JSON.stringify(describeMachine())}\n`)
console.log('| data | step | DVC, s (CPU s) | Reprise, s (CPU s) | times faster | by CPU |\n| --- | --- | --- | --- | --- | --- |')
await compare(`${Number(values.files).toLocaleString('en')} small files`, (data) => makeTree(data, Number(values.files)))
await compare(`one file of ${values.megabytes} MiB`, (data) => makeLargeFiles(data, 1, Number(values.megabytes) * 1_048_576))

async function compare(name: string, make: (folder: string) => unknown): Promise<void> {
  const found = new Map<string, Measured[]>()
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const subject of subjects) {
      const folder = join(temporary.path, `${name} ${subject.name} ${round}`.replaceAll(/\W/g, '-'))
      mkdirSync(join(folder, 'data'), { recursive: true })
      make(join(folder, 'data'))
      await runMeasured(subject.init(folder), { folder, env })
      for (const step of steps) {
        if (step === 'status') await runMeasured(subject.run(step, folder), { folder, env })
        // Nothing is deleted in between: file systems pass over inodes that were freed a moment ago, which is none of the subjects' doing.
        if (step === 'checkout') renameSync(join(folder, 'data'), `${folder}-old`)
        const key = `${subject.name} ${step}`
        found.set(key, [...(found.get(key) ?? []), await runMeasured(subject.run(step, folder), { folder, env })])
      }
    }
  }
  for (const step of steps) {
    const [theirs, ours] = subjects.map((subject) => toMedians(found.get(`${subject.name} ${step}`) ?? []))
    if (theirs === undefined || ours === undefined) continue
    const show = ({ seconds, cpuSeconds }: Measured): string => `${seconds.toFixed(2)} (${cpuSeconds.toFixed(2)})`
    const times = [theirs.seconds / ours.seconds, theirs.cpuSeconds / ours.cpuSeconds].map((ratio) => ratio.toFixed(1)).join(' | ')
    console.log(`| ${name} | ${step === 'status' ? 'status, nothing changed' : step} | ${show(theirs)} | ${show(ours)} | ${times} |`)
  }
}

function toMedians(all: readonly Measured[]): Measured {
  const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
  return { seconds: median(all.map(({ seconds }) => seconds)), cpuSeconds: median(all.map(({ cpuSeconds }) => cpuSeconds)) }
}
