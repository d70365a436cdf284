// What commands over data and pipelines take in a repository of few files, where their start is most of it: `reprise` beside the real DVC, in turn,
// each the whole command. Ours runs compiled, so build before: node_modules/.bin/tsc -b apps/cli benchmarks
//   node --conditions=@reprise/source benchmarks/src/data-commands.ts [--stages 20] [--rounds 5]
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createTemporaryFolder } from '@reprise/testing'
import { heading, printComparison } from './data/print-comparison.ts'
import { type Measured, runMeasured } from './data/run-measured.ts'
import { prepareSubjects, type Subject } from './data/subjects.ts'
import { describeMachine } from './report/machine.ts'

const FILES = 3
const commands: readonly (readonly string[])[] = [
  ['status', '-q'],
  ['diff'],
  ['data', 'status'],
  ['add', '-q', 'file-0.csv'],
  ['checkout', '-q'],
  ['repro', '-q'],
  ['--version'],
]

const { values } = parseArgs({ options: { stages: { type: 'string', default: '20' }, rounds: { type: 'string', default: '5' } } })
await using temporary = await createTemporaryFolder('data-commands')
const { python, env, dvc, reprise } = await prepareSubjects(temporary.path)

const found = new Map(commands.map((words) => [words.join(' '), { DVC: [] as Measured[], Reprise: [] as Measured[] }]))
const folders = new Map<Subject, string>()
for (const subject of [dvc, reprise]) folders.set(subject, await prepare(subject))
for (let round = 0; round < Number(values.rounds); round++) {
  for (const words of commands) {
    // By turns also in who comes first.
    for (const subject of round % 2 === 0 ? [dvc, reprise] : [reprise, dvc])
      found.get(words.join(' '))?.[subject.name].push(await run(subject, ...words))
  }
}
console.log(`${JSON.stringify(describeMachine())}\n\n${heading}`)
for (const [name, { DVC: theirs, Reprise: ours }] of found)
  printComparison({ what: `${FILES} files, ${values.stages} stages | ${name}`, theirs, ours })

/** A repository with everything recorded and committed. */
async function prepare(subject: Subject): Promise<string> {
  const folder = join(temporary.path, subject.name)
  mkdirSync(folder)
  folders.set(subject, folder)
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], { cwd: folder })
  git('init', '-q')
  for (let index = 0; index < FILES; index++) writeFileSync(join(folder, `file-${index}.csv`), `x,y\n${index},1\n`)
  const stages = Array.from({ length: Number(values.stages) }, (_, index) => {
    const [from, to] = [`file-${index % FILES}.csv`, `out-${index}.csv`]
    return [`stage-${index}`, { cmd: `cp ${from} ${to}`, deps: [from], outs: [to] }] as const
  })
  writeFileSync(join(folder, 'dvc.yaml'), JSON.stringify({ stages: Object.fromEntries(stages) }))
  await run(subject, 'init', '-q')
  await run(subject, 'add', '-q', ...Array.from({ length: FILES }, (_, index) => `file-${index}.csv`))
  await run(subject, 'repro', '-q')
  git('add', '.')
  git('commit', '-qm', 'first')
  return folder
}

function run(subject: Subject, ...words: readonly string[]): Promise<Measured> {
  return runMeasured(subject.command(...words), { folder: folders.get(subject) ?? '', env, python })
}
