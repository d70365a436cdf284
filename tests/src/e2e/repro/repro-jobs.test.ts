import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { requirePart } from '@reprise/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bareEnvironment, fromSource, startReprise, untilOutput } from '../reprise.ts'
import { findTerminal, onTerminal } from '../terminal.ts'
import { openPipelinePlace, type PipelinePlace, valuesOf } from './pipeline-place.ts'

const terminal = requirePart('a terminal', findTerminal())
let place: PipelinePlace
beforeAll(async () => {
  place = await openPipelinePlace()
})
afterAll(() => place[Symbol.asyncDispose]())

/** Stages that need each other not, one of which fails, and one that waits for a file. */
const files = {
  in: '1\n',
  'dvc.yaml':
    'stages:\n  quick:\n    cmd: echo out of quick; cp in quick\n    deps: [in]\n    outs: [quick]\n' +
    '  slow:\n    cmd: echo slow begins; while [ ! -e go ]; do sleep 0.05; done; cp in slow\n    deps: [in]\n    outs: [slow]\n' +
    '  last:\n    cmd: cat quick slow > last\n    deps: [quick, slow]\n    outs: [last]\n',
  '.gitignore': 'go\n',
}

const failing = {
  in: '1\n',
  'dvc.yaml':
    'stages:\n  bad:\n    cmd: echo what went wrong >&2; exit 3\n    deps: [in]\n    outs: [bad]\n  good:\n    cmd: echo fine; cp in good\n    deps: [in]\n    outs: [good]\n',
}

const lockedStages = (project: string): string[] =>
  existsSync(join(project, 'dvc.lock'))
    ? [...readFileSync(join(project, 'dvc.lock'), 'utf8').matchAll(/^ {2}(\S+):$/gm)].map(([, name = '']) => name)
    : []

it.each([
  ['SIGINT', 252],
  ['SIGTERM', 143],
] as const)('%s leaves what is done, and the next repro goes on there', async (signal, code) => {
  const project = await place.makeProject(`ended-${signal}`, files)
  const child = await startReprise(['repro', '-j', '2', '--experiment', signal], { cwd: project, env: place.env })
  await untilOutput(child, /slow begins/)
  await untilOutput(child, /\[quick\] Updating lock file/)
  child.kill(signal)
  expect(await child.exited).toBe(code)
  expect(lockedStages(project)).toEqual(['quick'])
  const { experiment } = await place.client.getExperimentByName({ experiment_name: signal })
  const { runs } = await place.client.searchRuns({ experiment_ids: [experiment.experiment_id ?? ''] })
  expect(Object.fromEntries(runs.map(({ info }) => [info.run_name, info.status]))).toEqual({
    [`ended-${signal}`]: 'KILLED',
    quick: 'FINISHED',
    slow: 'KILLED',
  })
  await goOn(project)
})

it('killed at once it leaves the same', async () => {
  const project = await place.makeProject('killed', files)
  const child = await startReprise(['repro', '-j', '2'], { cwd: project, env: place.env })
  await untilOutput(child, /slow begins/)
  await untilOutput(child, /\[quick\] Updating lock file/)
  child.kill('SIGKILL')
  await child.exited
  await goOn(project)
})

it('what it leaves running then, deaf to SIGTERM or not, is ended before the next one runs a stage', async () => {
  const wait = (trap: string): string => `${trap}echo $$ > pids; test -e go || while :; do sleep 1; done; cp in out`
  const project = await place.makeProject('left', {
    in: '1\n',
    'dvc.yaml': `stages:\n  deaf:\n    cmd: "${wait("trap '' TERM; ")}"\n    deps: [in]\n    outs: [out]\n`,
    '.gitignore': 'go\npids\n',
  })
  // Alone: nobody ends what it has started.
  const env = { ...bareEnvironment(), ...place.env }
  const child = spawn(process.execPath, [...fromSource, 'repro', '--no-track'], { cwd: project, env, stdio: ['ignore', 'pipe', 'ignore'] })
  const exited = once(child, 'exit')
  const pids = join(project, 'pids')
  while (!existsSync(pids) || !readFileSync(pids, 'utf8').endsWith('\n')) await sleep(50)
  child.kill('SIGKILL')
  await exited
  const left = Number(readFileSync(pids, 'utf8'))
  const isThere = (): boolean => /^State:\t[^Z]/m.test(readOrNothing(`/proc/${left}/status`))
  writeFileSync(join(project, 'go'), '')
  await place.call(project, ['repro', '--dry', '--no-track'])
  expect(isThere()).toBe(true)
  const { code, stderr } = await place.call(project, ['repro', '--no-track'])
  expect({ code, left: isThere() }).toEqual({ code: 0, left: false })
  expect(stderr).toContain(`stage 'deaf' was still run by the process ${left}, which a repro that was killed has left: it is ended.`)
  expect(readdirSync(join(project, '.dvc', 'tmp', 'commands'))).toEqual([])
  expect((await place.call(project, ['repro', '--no-track'])).stderr).toBe('')
})

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** What was done is not done again, and the rest is. */
async function goOn(project: string): Promise<void> {
  const go = await place.call(project, ['run', '--', 'touch', 'go'])
  expect(go.code).toBe(0)
  const told = await place.repro(project, ['-j', '2'])
  expect(told.stages.map(({ stage, outcome }) => `${stage} ${outcome}`).toSorted()).toEqual(['last ran', 'quick unchanged', 'slow ran'])
  expect((await place.call(project, ['status', '--json'])).stdout.trim()).toBe('{}')
  expect(valuesOf(await place.run(told.run ?? '')).tags).toMatchObject({ 'reprise.stages_ran': '2', 'reprise.stages_unchanged': '1' })
}

it('keeps what each stage prints in a file, and tells where when one fails', async () => {
  const project = await place.makeProject('logs', failing)
  const { code, stderr, stdout } = await place.call(project, ['repro', '-j', '2', '-k', '--no-track'])
  expect(code).toBe(255)
  const log = join(project, '.dvc', 'tmp', 'repro', 'bad.log')
  expect(readFileSync(log, 'utf8')).toBe('> echo what went wrong >&2; exit 3\nwhat went wrong\n')
  expect(stderr).toContain(`[bad] what it printed is in ${log}`)
  expect(stdout).toContain('[good] fine\n')
})

it.skipIf(terminal.missing)(`shows a table on a terminal${terminal.note}`, async () => {
  const project = await place.makeProject('table', failing)
  const { code, output } = await onTerminal(['repro', '--cd', project, '-j', '2', '-k', '--no-track'], { columns: 100 })
  expect(code).toBe(255)
  const last = output.slice(output.lastIndexOf('\u001b[0J'))
  // oxlint-disable-next-line no-control-regex
  const lines = last.replaceAll(/\u001b\[[\d;]*[A-Za-z]/g, '').split(/\r?\n/)
  expect(lines[0]?.trim()).toMatch(/^✗ bad {3}failed +[\d.]+m?s {2}failed to run: echo what went wrong/)
  expect(lines[1]).toMatch(/^✓ good {2}ran +[\d.]+m?s {2}in is new/)
  expect(output).toContain('[bad] what went wrong')
  expect(output).not.toContain('fine\r')
  // One that does not know its size.
  const { output: narrow } = await onTerminal(['repro', '--cd', project, '-j', '2', '--no-track', 'good'], { columns: 0 })
  expect(narrow).toMatch(/✓ good {2}unchanged/)
  rmSync(project, { recursive: true })
})
