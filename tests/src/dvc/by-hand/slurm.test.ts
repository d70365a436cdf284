import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { reprise, results, startReprise } from '../../e2e/reprise.ts'
import { makeProject, ticking, untilFile, untilStill } from '../runners/project.ts'
import { type RunningSlurm, startSlurm } from './start-slurm.ts'

let slurm: RunningSlurm
let place: TemporaryFolder
let env: Record<string, string>
beforeAll(async () => {
  slurm = await startSlurm()
  env = { REPRISE_RUNNER: 'slurm', PATH: `${slurm.bin}:${process.env['PATH'] ?? ''}` }
})
afterAll(() => slurm[Symbol.asyncDispose]())
beforeEach(async () => {
  place = await createTemporaryFolder('slurm-project')
})
afterEach(() => place.remove())

const project = (stages: string): Promise<string> =>
  makeProject(place.path, {
    'reprise.toml': '[runners.slurm]\npatience = 5\n[runners.slurm.stages.b]\ntime = "10"\n',
    'dvc.yaml': `stages:\n${stages}`,
  })

test('stages run as jobs, and their output and exit codes come back', async () => {
  const cwd = await project(`
  a: {cmd: 'echo "$SLURM_JOB_NAME $MINE" > a.txt', outs: [a.txt]}
  b: {cmd: 'until [ -e a.txt ]; do sleep 0.1; done; echo out; echo err >&2; echo b > b.txt', outs: [b.txt]}
  bad: {cmd: 'exit 7', deps: [a.txt], outs: [bad.txt]}
`)
  const ended = await reprise(['repro', '-j', '3', '--keep-going'], { cwd, env: { ...env, MINE: 'mine' } })
  expect(readFileSync(join(cwd, 'a.txt'), 'utf8')).toBe('reprise:a mine\n')
  expect(ended).toMatchObject({
    code: 255,
    stdout: expect.stringContaining('[b] out\n'),
    stderr: expect.stringMatching(/\[b\] err\n[^]*exited with 7/),
  })
})

test('a job is told of Ctrl-C, and ends with a repro that is killed', async () => {
  const cwd = await project(`  a: {cmd: "[ -e go ] && echo 1 > out || ${ticking}", outs: [out]}\n`)
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    const repro = await startReprise(['repro'], { cwd, env })
    const before = signal === 'SIGINT' ? 0 : readFileSync(join(cwd, 'ticks')).length
    while ((await untilFile(join(cwd, 'ticks'))).length <= before) await new Promise((resolve) => setTimeout(resolve, 50))
    repro.kill(signal)
    expect(await repro.exited).toBe(signal === 'SIGINT' ? 252 : 137)
    await untilStill(join(cwd, 'ticks'))
  }
  writeFileSync(join(cwd, 'go'), '')
  await results(['repro'], { cwd, env })
})

test('what Slurm refuses, ends and loses are failures', async () => {
  const cwd = await project(`  a: {cmd: "${ticking}", outs: [out]}\n  c: {cmd: 'scancel "$SLURM_JOB_ID"; sleep 60', outs: [c]}\n`)
  expect((await reprise(['repro', 'c'], { cwd, env })).stderr).toMatch(/exited with 143|ended as CANCELLED/)
  writeFileSync(join(cwd, 'reprise.toml'), '[runners.slurm]\npartition = "none"\n')
  expect((await reprise(['repro', 'a'], { cwd, env })).stderr).toContain('Invalid partition name specified')
  writeFileSync(join(cwd, 'reprise.toml'), '[runners.slurm]\npatience = 5\n')
  const repro = reprise(['repro', 'a'], { cwd, env })
  await untilFile(join(cwd, 'begun'))
  slurm.loseController()
  expect(await repro).toMatchObject({ code: 255, stderr: expect.stringMatching(/Slurm lost the command of 'a': it has not answered/) })
  await untilStill(join(cwd, 'ticks'))
  expect((await reprise(['repro', 'a'], { cwd, env })).stderr).toContain('the controller of Slurm does not answer')
})
