// What a command waits for under `reprise run`, and what the whole run takes.
//   node --conditions=@reprise/source benchmarks/src/start.ts [--rounds 7] [--cli apps/cli/src/main.ts] [--other FOLDER] [--json FILE]
// From the first line of the command line to the start of the command, by the clock and in processor time; the start of Node.js itself is not in it.
// Beside it a floor: what `node -e ''` and then `git status` in the same repository take. `--other` is another clone of the repository, measured in
// turn: on a machine with other work, only what both give is comparable, and the least of many rounds says most.
import { execFile, spawn } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { createTemporaryFolder, repositoryFolder, startRepriseServer } from '@reprise/testing'
import type { Figures } from './report/figures.ts'
import { runProgram } from './report/report.ts'
import { makeWork, type WorkName, works } from './start/make-work.ts'
import { type NotedStart, waitedFor } from './start/note-start.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    cli: { type: 'string', default: join('apps', 'cli', 'src', 'main.ts') },
    other: { type: 'string' },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
  },
})
const clones = [
  { subject: 'reprise' as const, folder: repositoryFolder },
  ...(values.other === undefined ? [] : [{ subject: 'other' as const, folder: values.other }]),
]

await runProgram('start', values.json, async (record) => {
  for (const name of Object.keys(works) as WorkName[]) {
    if (!name.includes(values.only)) continue
    await using folder = await createTemporaryFolder('benchmark')
    const server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
    const work = makeWork(name, folder.path)
    const starts = new Map(clones.map(({ subject }) => [subject, [] as Figures[]]))
    const wholes = new Map(clones.map(({ subject }) => [subject, [] as Figures[]]))
    const floors: Figures[] = []
    // The first of each fills the caches, its own and the system's.
    for (let round = 0; round <= Number(values.rounds); round++) {
      for (const { subject, folder: clone } of clones) {
        const { start, whole } = await runOnce({ main: join(clone, values.cli), work, place: folder.path, url: server.url })
        if (round === 0) continue
        starts.get(subject)?.push(start)
        wholes.get(subject)?.push(whole)
      }
      if (round > 0) floors.push(await runFloor(work))
    }
    for (const { subject, folder: clone } of clones) {
      const { start } = await runOnce({ main: join(clone, values.cli), work, place: folder.path, url: server.url, countsModules: true })
      record(`first line to command: ${name}`, subject, [...withLeast(starts.get(subject) ?? []), pickModules(start)])
      record(`whole run: ${name}`, subject, wholes.get(subject) ?? [])
    }
    record(`node -e '' and git status: ${name}`, 'floor', withLeast(floors))
    await server.stop()
  }
})

interface OneRun {
  readonly main: string
  readonly work: string
  readonly place: string
  readonly url: string
  readonly countsModules?: boolean
}

async function runOnce({
  main,
  work,
  place,
  url,
  countsModules = false,
}: OneRun): Promise<{ readonly start: Figures; readonly whole: Figures }> {
  const [program, note] = [join(place, 'nothing.sh'), join(place, 'start.json')]
  writeFileSync(program, '#!/bin/sh\nexit 0\n')
  chmodSync(program, 0o755)
  const hook = pathToFileURL(join(import.meta.dirname, 'start', 'note-start.ts')).href
  const args = [`--import=${hook}`, '--conditions=@reprise/source', main, 'run', '--tracking-uri', url, '--', program]
  const began = performance.now()
  const child = spawn(process.execPath, args, {
    cwd: work,
    env: {
      PATH: process.env['PATH'],
      HOME: place,
      REPRISE_SPOOL: 'off',
      NODE_COMPILE_CACHE: join(place, 'compiled'),
      REPRISE_NOTE_START: note,
      REPRISE_NOTE_PROGRAM: program,
      ...(countsModules ? { REPRISE_NOTE_MODULES: '1' } : {}),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  const start = JSON.parse(readFileSync(note, 'utf8')) as NotedStart
  return { start: { ...start }, whole: { milliseconds: performance.now() - began } }
}

/** Processor time is that of both programs: what this process has waited for grows by it. */
async function runFloor(work: string): Promise<Figures> {
  const [began, before] = [performance.now(), waitedFor()]
  await promisify(execFile)(process.execPath, ['-e', ''])
  await promisify(execFile)('git', ['status', '--porcelain'], { cwd: work })
  return { milliseconds: performance.now() - began, cpuMilliseconds: waitedFor() - before }
}

/** With the least of all rounds: other work on the machine can only add to it. */
function withLeast(rounds: readonly Figures[]): Figures[] {
  const least = (name: 'milliseconds' | 'cpuMilliseconds'): number => Math.min(...rounds.map((round) => round[name] ?? Infinity))
  return [...rounds, { shortest: least('milliseconds'), leastCpu: least('cpuMilliseconds') }]
}

function pickModules({ modules }: Figures): Figures {
  return modules === undefined ? {} : { modules }
}
