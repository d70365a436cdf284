// Taking data into a cache, asking whether they changed, and checking them out: `reprise` beside the real DVC on the same data, in turn. Each is
// the whole command, from its start to its end; ours runs compiled, so build before: node_modules/.bin/tsc -b apps/cli benchmarks
//   node --conditions=@reprise/source benchmarks/src/data.ts [--files 100000] [--gigabytes 5] [--rounds 1] [--only small,large] [--quick]
// --quick takes a twentieth of the data. The large ones take five times their size on the disk.
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createTemporaryFolder } from '@reprise/testing'
import { assertWhole } from './data/assert-whole.ts'
import { heading, printComparison } from './data/print-comparison.ts'
import { type Measured, runMeasured } from './data/run-measured.ts'
import { prepareSubjects, type Subject } from './data/subjects.ts'
import { makeLargeFiles, makeTree } from './manifest/data.ts'
import { describeMachine } from './report/machine.ts'

const LARGE_FILES = 5
const steps = ['add', 'status', 'checkout'] as const
type Step = (typeof steps)[number]

const { values } = parseArgs({
  options: {
    files: { type: 'string' },
    gigabytes: { type: 'string' },
    rounds: { type: 'string', default: '1' },
    only: { type: 'string', default: 'small,large' },
    quick: { type: 'boolean', default: false },
  },
})
const files = Number(values.files ?? (values.quick ? 5_000 : 100_000))
const gigabytes = Number(values.gigabytes ?? (values.quick ? 0.25 : 5))
await using temporary = await createTemporaryFolder('data')
const { python, env, dvc, reprise } = await prepareSubjects(temporary.path)

console.log(`${JSON.stringify(describeMachine())}\n\n${heading}`)
const only = values.only.split(',')
if (only.includes('small')) await compare(`${files.toLocaleString('en')} small files`, { make: (folder) => makeTree(folder, files) })
if (only.includes('large')) {
  const size = Math.round((gigabytes * 1024 ** 3) / LARGE_FILES)
  await compare(`${gigabytes} GiB in ${LARGE_FILES} files`, { make: (folder) => makeLargeFiles(folder, LARGE_FILES, size), isLarge: true })
}

async function compare(
  name: string,
  { make, isLarge = false }: { readonly make: (folder: string) => unknown; readonly isLarge?: boolean },
): Promise<void> {
  const found = { DVC: byStep(), Reprise: byStep() }
  for (let round = 0; round < Number(values.rounds); round++) {
    // By turns also in who comes first.
    for (const subject of round % 2 === 0 ? [dvc, reprise] : [reprise, dvc]) {
      const root = join(temporary.path, `${subject.name}-${isLarge ? 'large' : 'small'}-${round}`)
      mkdirSync(join(root, 'data'), { recursive: true })
      make(join(root, 'data'))
      const measured = await measure(subject, root)
      for (const step of steps) found[subject.name][step].push(measured[step])
      await assertWhole(root, join(temporary.path, 'check'))
      // Of small ones there are many, and who comes next would have to pass over what is freed.
      if (!isLarge) continue
      for (const folder of [root, `${root}-old`]) rmSync(folder, { recursive: true })
    }
  }
  const titles = { add: 'add', status: 'status, nothing changed', checkout: 'checkout' }
  for (const step of steps) printComparison({ what: `${name} | ${titles[step]}`, theirs: found.DVC[step], ours: found.Reprise[step] })
}

async function measure({ command }: Subject, root: string): Promise<Record<Step, Measured>> {
  const run = (...args: readonly string[]): Promise<Measured> => runMeasured(command(...args), { folder: root, env, python })
  await run('init', '-q', '--no-scm')
  const add = await run('add', '-q', 'data')
  await run('status', '-q')
  const status = await run('status', '-q')
  // Nothing is deleted in between: file systems pass over inodes that were freed a moment ago, which is none of the subjects' doing.
  renameSync(join(root, 'data'), `${root}-old`)
  const checkout = await run('checkout', '-q')
  return { add, status, checkout }
}

function byStep(): Record<Step, Measured[]> {
  return { add: [], status: [], checkout: [] }
}
