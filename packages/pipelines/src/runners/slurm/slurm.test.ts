import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runCommand } from '../../testing/run-command.ts'
import { openRunner } from '../index.ts'
import { readJobState } from './job-state.ts'

type Name = 'running' | 'pending-resources' | 'pending-begin' | 'completed' | 'failed' | 'killed' | 'cancelled' | 'unknown'
const { answers } = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures', 'answers.json'), 'utf8')) as {
  answers: Record<Name, string>
}
const answering = (answer: string) => (program: string) =>
  program === 'scontrol' && !answer.includes('error') ? Promise.resolve(answer) : Promise.reject(new Error(answer))

test.each([
  ['running', { kind: 'running' }],
  ['pending-resources', { kind: 'waiting' }],
  ['pending-begin', { kind: 'waiting', why: 'job 7 waits: BeginTime' }],
  ['completed', { kind: 'over', reason: 'job 7 ended as COMPLETED (exit code 0:0)' }],
  ['failed', { kind: 'over', reason: 'job 7 ended as FAILED (NonZeroExitCode, exit code 3:0)' }],
  ['killed', { kind: 'over', reason: 'job 7 ended as FAILED (JobLaunchFailure, exit code 0:9)' }],
  ['cancelled', { kind: 'over', reason: 'job 7 ended as CANCELLED (exit code 0:15)' }],
  ['unknown', { kind: 'over', reason: 'job 7 is not known to it any more' }],
] as const)('understands what Slurm says of a job that is %s', async (name, state) => {
  expect(await readJobState(answering(answers[name]), '7')).toEqual(state)
})

test('takes a controller that does not answer for no answer, and asks accounts for jobs that it has forgotten', async () => {
  await expect(readJobState(answering('scontrol: error: Unable to contact slurm controller'), '7')).rejects.toThrow('Unable to contact')
  const ask = (program: string): Promise<string> =>
    program === 'sacct' ? Promise.resolve('TIMEOUT|0:15\n') : Promise.reject(new Error(answers.unknown))
  expect(await readJobState(ask, '7')).toEqual({ kind: 'over', reason: 'job 7 ended as TIMEOUT (exit code 0:15)' })
})

/** Programs that stand for Slurm's: they take what `sbatch` is given, run it here, and say of it what Slurm was recorded to say. */
const standIns = {
  sbatch: `for one; do case $one in
  --output=*) out=\${one#*=};; --error=*) err=\${one#*=};; --wrap=*) wrap=\${one#*=};; --partition=none) echo 'sbatch: error: invalid partition' >&2; exit 1;;
esac; done
echo "$@" >> "$SLURM_PLACE/asked"
# Shells have what they start in the background ignore Ctrl-C; Slurm does not.
env --default-signal=INT,QUIT setsid sh -c "$wrap" >>"$out" 2>>"$err" </dev/null & echo $! > "$SLURM_PLACE/pid"
echo 7`,
  scontrol: `[ "$1" = ping ] && exit 0
if kill -0 "$(cat "$SLURM_PLACE/pid")" 2>/dev/null; then cat "$SLURM_PLACE/running"; else cat "$SLURM_PLACE/completed"; fi`,
  scancel: 'kill -s TERM -- -"$(cat "$SLURM_PLACE/pid")"',
} as const

let place: TemporaryFolder
beforeEach(async () => {
  place = await createTemporaryFolder('slurm')
})
afterEach(() => place.remove())

function open(settings: Readonly<Record<string, unknown>> = {}, isThere = true) {
  const bin = join(place.path, 'bin')
  mkdirSync(bin, { recursive: true })
  for (const name of ['running', 'completed'] as const) writeFileSync(join(place.path, name), answers[name])
  for (const [name, text] of Object.entries(standIns)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  const env = { PATH: isThere ? `${bin}:${process.env['PATH'] ?? ''}` : '/nowhere', SLURM_PLACE: place.path }
  return openRunner('slurm', {
    temporary: join(place.path, 'tmp'),
    isTerminal: false,
    settings,
    source: '[runners.slurm]',
    folder: place.path,
    env,
  })
}

test('runs commands as batch jobs of their own, with what is set for their stage', async () => {
  await using runner = await open({ partition: 'gpu', options: ['--mem=1G'], stages: { train: { time: '10' } } })
  const env = { MINE: 'mine', SLURM_JOB_ID: '1' }
  const ran = await runCommand(runner, 'echo "$MINE$SLURM_JOB_ID"; echo err >&2; exit 3', { folder: place.path, env })
  expect(ran).toEqual({ end: { kind: 'exited', code: 3 }, output: 'mine\n! err\n' })
  const asked = readFileSync(join(place.path, 'asked'), 'utf8')
  expect(asked).toMatch(/^--job-name=reprise:train --partition=gpu --mem=1G --time=10 --parsable --no-requeue --export=NIL /)
  expect(asked).not.toContain('MINE')
})

test('tells a job of Ctrl-C, and fails where it is lost or refused', async () => {
  await using runner = await open({ patience: 2 })
  const ctrlC = new AbortController()
  const told = runCommand(runner, 'touch begun; sleep 60', { folder: place.path, signal: ctrlC.signal })
  await expect.poll(() => existsSync(join(place.path, 'begun')), { timeout: 60_000 }).toBe(true)
  ctrlC.abort('SIGINT')
  expect((await told).end).toEqual({ kind: 'exited', code: 130 })
  const unbegun = await runCommand(runner, 'sleep 60', { folder: place.path, signal: ctrlC.signal })
  expect(unbegun.end).toMatchObject({ kind: 'killed' })
  const lost = await runCommand(runner, 'kill -9 0', { folder: place.path })
  expect(lost.end).toBe("Slurm lost the command of 'train': job 7 ended as COMPLETED (exit code 0:0)")
  await using refused = await open({ partition: 'none' })
  expect((await runCommand(refused, 'true', { folder: place.path })).end).toContain('invalid partition')
}, 240_000)

test('says what is wrong with its settings, and where Slurm is not', async () => {
  await expect(open({ partitions: 'x' })).rejects.toThrow("'partitions' in [runners.slurm] is no setting")
  await expect(open({ options: '--mem=1G' })).rejects.toThrow("'options' in [runners.slurm] must be a list of texts")
  await expect(open({}, false)).rejects.toThrow('there is no scontrol here')
})
