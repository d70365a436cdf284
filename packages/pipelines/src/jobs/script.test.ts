import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { endAbandonedJobs } from './abandoned-jobs.ts'
import { JobFolder } from './job-folder.ts'

let place: TemporaryFolder
beforeEach(async () => {
  place = await createTemporaryFolder('jobs')
})
afterEach(() => place.remove())

function makeJob(command: string, { folder = place.path, patience = 60 } = {}): JobFolder {
  const env = { SHELL: '/bin/sh' }
  return JobFolder.create(join(place.path, 'jobs'), { address: 'a', command, folder, env }, { env: { X: "it's\n$X" }, patience })
}

/** As an engine does: in a process group of its own. */
function start(job: JobFolder, ...args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<number | null> } {
  const child = spawn('/bin/sh', [job.script, ...args], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  return { child, ended: new Promise((resolve) => child.on('exit', resolve)) }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20)
}

const endless = "trap 'echo told > told; exit 4' INT; echo > begun; while :; do sleep 0.1; done"

test('says how the command ended, with its folder and its variables', async () => {
  const job = makeJob('printf "%s" "$X" > x; exit 9')
  expect([job.isBegun, job.end]).toEqual([false, undefined])
  await start(job).ended
  expect([job.isBegun, job.end]).toEqual([true, { kind: 'exited', code: 9 }])
  expect(readFileSync(join(place.path, 'x'), 'utf8')).toBe("it's\n$X")
})

test('is run once, however often it is started', async () => {
  const job = makeJob('echo once >> ran')
  const codes = await Promise.all([start(job).ended, start(job).ended, start(job).ended])
  expect(codes.toSorted()).toEqual([0, 125, 125])
  expect(readFileSync(join(place.path, 'ran'), 'utf8')).toBe('once\n')
})

test('is not begun where its folder is missing, or when it was cancelled before', async () => {
  const job = makeJob('echo > ran', { folder: join(place.path, 'gone') })
  await start(job).ended
  expect(job.end).toMatchObject({ kind: 'failed', reason: expect.stringContaining('there is no folder') })
  const cancelled = makeJob('echo > ran')
  cancelled.tell('TERM')
  await start(cancelled).ended
  expect(existsSync(join(place.path, 'ran'))).toBe(false)
})

test('passes signals on, also Ctrl-C', async () => {
  const job = makeJob(endless)
  const { ended } = start(job)
  await until(() => existsSync(join(place.path, 'begun')))
  job.tell('INT')
  await ended
  expect([job.end, existsSync(join(place.path, 'told'))]).toEqual([{ kind: 'exited', code: 4 }, true])
})

test('ends the command when the lease is not renewed', async () => {
  const job = makeJob(endless, { patience: 2 })
  await start(job).ended
  expect(job.end).toEqual({ kind: 'lost', reason: 'whoever asked for it does not answer any more' })
})

test('ends the command when the worker that has started it dies', async () => {
  const job = makeJob(endless)
  const { child, ended } = start(job, 'tethered')
  await until(() => existsSync(join(place.path, 'begun')))
  child.stdin?.destroy()
  await ended
  expect(job.end).toEqual({ kind: 'lost', reason: 'the worker that ran it has ended' })
})

test('ends the command when its folder is gone', async () => {
  const job = makeJob(endless)
  const { ended } = start(job)
  await until(() => existsSync(join(place.path, 'begun')))
  rmSync(job.path, { recursive: true })
  await ended
})

test('is ended by the next process when the one that asked for it has died', async () => {
  const job = makeJob(endless)
  const { ended } = start(job)
  await until(() => existsSync(join(place.path, 'begun')))
  await endAbandonedJobs(join(place.path, 'jobs'))
  expect(existsSync(job.path)).toBe(true)
  const owner = spawn('true')
  await new Promise((resolve) => owner.on('exit', resolve))
  writeFileSync(join(job.path, 'owner'), readFileSync(join(job.path, 'owner'), 'utf8').replace(/^\d+/, String(owner.pid)))
  await endAbandonedJobs(join(place.path, 'jobs'))
  await ended
  expect(existsSync(job.path)).toBe(false)
})
