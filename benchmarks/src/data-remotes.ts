// Pushing small files to an S3 server of this machine, or to our own server, asking what it lacks, and fetching them again: `reprise` beside the real DVC
// on the same data and the same server, in turn. Each is the whole command, from its start to its end; the server's own work is in the time and not in the processor time.
// Ours runs compiled, so build before: node_modules/.bin/tsc -b apps/cli benchmarks
//   node --conditions=@reprise/source benchmarks/src/data-remotes.ts [--files 20000] [--rounds 1] [--jobs N, of DVC] [--latency MS] [--quick] [--over server]
// --quick takes a twentieth of the files. --latency lets each answer wait, as a server that is not on this machine does.
// --over server keeps the data among the artifacts of our server, which DVC takes for a remote over HTTP.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createTemporaryFolder } from '@reprise/testing'
import { assertWhole } from './data/assert-whole.ts'
import { startDelay } from './data/delay.ts'
import { startPlace } from './data/place.ts'
import { heading, printComparison } from './data/print-comparison.ts'
import { type Measured, runMeasured } from './data/run-measured.ts'
import { prepareSubjects, type Subject } from './data/subjects.ts'
import { makeTree } from './manifest/data.ts'
import { describeMachine } from './report/machine.ts'

const { values } = parseArgs({
  options: {
    files: { type: 'string' },
    rounds: { type: 'string', default: '1' },
    jobs: { type: 'string' },
    latency: { type: 'string', default: '0' },
    quick: { type: 'boolean', default: false },
    over: { type: 'string', default: 's3' },
  },
})
const files = Number(values.files ?? (values.quick ? 1_000 : 20_000))
const steps = ['push', 'push, nothing to do', 'fetch'] as const
type Step = (typeof steps)[number]

await using temporary = await createTemporaryFolder('data-remotes')
const { python, env, dvc, reprise } = await prepareSubjects(temporary.path)
await using place = await startPlace(values.over, temporary.path)
await using delay = Number(values.latency) > 0 ? await startDelay(place.url, Number(values.latency)) : undefined

const root = join(temporary.path, 'project')
mkdirSync(join(root, 'data'), { recursive: true })
makeTree(join(root, 'data'), files)
for (const args of [
  ['init', '-q', '--no-scm'],
  ['add', '-q', 'data'],
])
  await runMeasured(dvc.command(...args), { folder: root, env, python })

let caches = 0
const found = { DVC: byStep(), Reprise: byStep() }
console.log(`${JSON.stringify(describeMachine())}\n`)
for (let round = 0; round < Number(values.rounds); round++) {
  for (const subject of round % 2 === 0 ? [dvc, reprise] : [reprise, dvc]) {
    const measured = await measure(subject)
    for (const step of steps) found[subject.name][step].push(measured[step])
  }
}
console.log(heading)
const name = `${values.over === 's3' ? '' : 'our server: '}${files.toLocaleString('en')} small files${delay === undefined ? '' : `, answers ${values.latency} ms later`}`
for (const step of steps) printComparison({ what: `${name} | ${step}`, theirs: found.DVC[step], ours: found.Reprise[step] })

/** A push into an empty place, another one, and a fetch of it into an empty cache, which is checked to be whole. */
async function measure(subject: Subject): Promise<Record<Step, Measured>> {
  const options = await place.makeEmpty(delay?.url ?? place.url)
  const lines = Object.entries(options).map(([key, value]) => `    ${key} = ${value}\n`)
  writeFileSync(join(root, '.dvc', 'config'), `[core]\n    no_scm = True\n    remote = r\n['remote "r"']\n${lines.join('')}`)
  const run = (step: string): Promise<Measured> => {
    const jobs = values.jobs === undefined || subject !== dvc ? [] : ['-j', values.jobs]
    return runMeasured(subject.command(step, '-q', ...jobs), { folder: root, env, python })
  }
  const push = await run('push')
  const again = await run('push')
  // Not deleted: file systems pass over inodes that were freed a moment ago, which is none of the subjects' doing.
  renameSync(join(root, '.dvc', 'cache'), `${root}-cache-${caches++}`)
  const fetch = await run('fetch')
  await assertWhole(root, join(temporary.path, 'check'))
  return { push, 'push, nothing to do': again, fetch }
}

function byStep(): Record<Step, Measured[]> {
  return { push: [], 'push, nothing to do': [], fetch: [] }
}
