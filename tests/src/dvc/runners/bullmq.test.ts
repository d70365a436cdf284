import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  createTemporaryFolder,
  ensureRedis,
  repositoryFolder,
  requirePart,
  type RunningRedis,
  startRedis,
  type TemporaryFolder,
  type TetheredProcess,
} from '@reprise/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { reprise, results, startReprise, untilOutput } from '../../e2e/reprise.ts'
import { makeProject, ticking, untilFile, untilStill } from './project.ts'

const part = requirePart('Redis', await ensureRedis())

describe.skipIf(part.missing)(`commands on workers of a queue${part.note}`, () => {
  let redis: RunningRedis
  let place: TemporaryFolder
  let env: Record<string, string>
  const workers: TetheredProcess[] = []
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis.stop())
  beforeEach(async () => {
    place = await createTemporaryFolder('runners')
    env = { REPRISE_RUNNER: 'bullmq', REPRISE_REDIS_URL: redis.url }
  })
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop({ signal: 'SIGKILL' })))
    await place.remove()
  })

  /** A queue for each test. */
  const settings = (more = ''): string => `[runners.bullmq]\nqueue = "${place.path.slice(-6)}"\npatience = 5\n${more}`
  const project = (stages: string, more = ''): Promise<string> =>
    makeProject(place.path, { 'reprise.toml': settings(more), 'dvc.yaml': `stages:\n${stages}` })
  const startWorker = async (cwd: string, ...args: readonly string[]): Promise<TetheredProcess> => {
    const worker = await startReprise(['worker', ...args], { cwd, env: { ...env, ONLY_HERE: 'of the worker' } })
    workers.push(worker)
    await untilOutput(worker, /Waiting for commands/)
    return worker
  }

  test('run there, two at once, with the variables that are meant for them; their output and exit codes come back', async () => {
    const stages = `
  a: {cmd: 'echo "$DVC_STAGE $ONLY_HERE $CHOSEN_ONE $NOT_CHOSEN." > a.txt', outs: [a.txt]}
  b: {cmd: 'until [ -e a.txt ]; do sleep 0.1; done; echo out; echo err >&2; echo b > b.txt', outs: [b.txt]}
  bad: {cmd: 'exit 7', deps: [a.txt], outs: [bad.txt]}
`
    const cwd = await project(stages, 'env = ["CHOSEN_*"]\n')
    await startWorker(cwd, '--jobs', '2')
    const variables = { ...env, CHOSEN_ONE: 'chosen', NOT_CHOSEN: 'secret' }
    // `b` waits for what `a` makes: they have to run at once.
    const ended = await reprise(['repro', '-j', '2', '--keep-going'], { cwd, env: variables })
    expect(readFileSync(join(cwd, 'a.txt'), 'utf8')).toBe('a of the worker chosen .\n')
    expect([ended.code, ended.stdout, ended.stderr]).toEqual([
      255,
      expect.stringContaining('[b] out\n'),
      expect.stringMatching(/\[b\] err\n[^]*failed to run: exit 7, exited with 7/),
    ])
    expect(await results(['repro', 'a', 'b'], { cwd, env: variables })).toContain("Stage 'b' didn't change, skipping")
  })

  test('end when their worker is killed; the stage fails, no other worker runs it, and the next repro does', async () => {
    const cwd = await project(`  a: {cmd: "[ -e go ] && echo 1 > out || ${ticking}", outs: [out]}\n`)
    const pair = [await startWorker(cwd), await startWorker(cwd)]
    const repro = reprise(['repro'], { cwd, env })
    await untilFile(join(cwd, 'begun'))
    for (const worker of pair) if (worker.output().includes('a: started')) worker.kill('SIGKILL')
    expect(await repro).toMatchObject({ code: 255, stderr: expect.stringContaining('the worker that ran it has ended') })
    await untilStill(join(cwd, 'ticks'))
    writeFileSync(join(cwd, 'go'), '')
    await results(['repro'], { cwd, env })
    expect([readFileSync(join(cwd, 'begun'), 'utf8'), readFileSync(join(cwd, 'out'), 'utf8')]).toEqual(['begun\n', '1\n'])
  })

  test('are told of Ctrl-C, and end with their repro when that is killed; the next goes on', async () => {
    const cwd = await project(
      `  a: {cmd: "[ -e go ] && echo 1 > out || ${ticking.replace('echo begun', 'trap \\"echo told > told; exit\\" INT; echo begun')}", outs: [out]}\n`,
    )
    await startWorker(cwd, '--jobs', '2')
    const first = await startReprise(['repro'], { cwd, env })
    await untilFile(join(cwd, 'begun'))
    first.kill('SIGINT')
    expect(await first.exited).toBe(252)
    expect(readFileSync(join(cwd, 'told'), 'utf8')).toBe('told\n')
    const second = await startReprise(['repro'], { cwd, env })
    while (readFileSync(join(cwd, 'begun'), 'utf8') !== 'begun\nbegun\n') await untilFile(join(cwd, 'begun'))
    second.kill('SIGKILL')
    await second.exited
    writeFileSync(join(cwd, 'go'), '')
    await results(['repro'], { cwd, env })
    const length = readFileSync(join(cwd, 'ticks')).length
    expect([await untilStill(join(cwd, 'ticks')), readFileSync(join(cwd, 'out'), 'utf8')]).toEqual([length, '1\n'])
  })

  test('fail and end when Redis is lost', async () => {
    await using lost = await startRedis()
    env['REPRISE_REDIS_URL'] = lost.url
    const cwd = await project(`  a: {cmd: "${ticking}", outs: [out]}\n`)
    await startWorker(cwd)
    const repro = reprise(['repro'], { cwd, env })
    await untilFile(join(cwd, 'begun'))
    lost.kill('SIGKILL')
    expect(await repro).toMatchObject({
      code: 255,
      stderr: expect.stringMatching(/lost the command of 'a': it has not answered for \d+ s/),
    })
    await untilStill(join(cwd, 'ticks'))
    const later = await reprise(['repro'], { cwd, env })
    expect(later).toMatchObject({ code: 255, stderr: expect.stringContaining(`there is no Redis at ${lost.url}`) })
  })

  test('are run by a worker only where it was started for that folder', async () => {
    const cwd = await project(`  a: {cmd: echo 1 > out, outs: [out]}\n`)
    await startWorker(cwd, '--root', repositoryFolder)
    const ended = await reprise(['repro'], { cwd, env })
    expect(ended).toMatchObject({ code: 255, stderr: expect.stringMatching(/the worker runs only what is in .*start it with --root/) })
    expect(existsSync(join(cwd, 'out'))).toBe(false)
  })
})
