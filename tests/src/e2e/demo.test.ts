import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@reprise/client'
import { createTemporaryFolder, findFreePort } from '@reprise/testing'
import { expect, it } from 'vitest'
import { reprise, results, startReprise, untilOutput } from './reprise.ts'

it('the demo trains, shows what the server knows, reproduces it to the bit, and ends by itself with --exit', async () => {
  await using folder = await createTemporaryFolder('demo')
  const port = await findFreePort()
  const { code, stdout, stderr } = await reprise(['demo', '--exit', '--port', String(port)], { cwd: folder.path })
  expect(code).toBe(0)
  const lines = stdout.split('\n')
  expect(lines.slice(0, 3)).toEqual([
    `Reprise is running at http://127.0.0.1:${port}`,
    'Training a network on spirals, seed 0; it logs every epoch there.',
    expect.stringMatching(/^first metrics after \d+\.\d s$/),
  ])
  expect(stdout).toMatch(/^Trained in [\dms.]+: 300 epochs, best accuracy \d+\.\d %\.$/m)
  expect(stdout).toMatch(/^ {2}val_acc +[▁▂▃▄▅▆▇█]{40,60} {2}\S+ … \S+$/m)
  expect(stdout).toMatch(/^ {2}[0-9a-f]{32} +0 +[\d.]+ +[\d.e-]+ +[\d.]+s$/m)
  expect(stdout).toContain('artifacts: environment/ logs/ model/ reprise/ results/')
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
  expect(stdout).toMatch(/^BIT_IDENTICAL \(identical\)$/m)
  expect(stderr).toMatch(/^ *\d+ % epoch \d+\/300 [\s\S]*restoring code …[\s\S]*comparing …\n$/m)
  expect(await fetch(`http://127.0.0.1:${port}/health`).catch(() => 'gone')).toBe('gone')

  const list = await results(['runs', 'list', '--tracking-uri', join(folder.path, 'reprise-data', 'demo'), '--json'])
  expect(JSON.parse(list)).toMatchObject({ runs: [{ info: { status: 'FINISHED' } }, { info: { status: 'FINISHED' } }] })
})

it('a second demo stands beside the first; a training that dies is a failure; Ctrl-C ends in 130', async () => {
  await using folder = await createTemporaryFolder('demo')
  const port = await findFreePort()
  const demo = (): ReturnType<typeof startReprise> => startReprise(['demo', '--exit', '--port', String(port)], { cwd: folder.path })
  const first = await demo()
  await untilOutput(first, /first metrics after/)
  const second = await demo()
  const output = await untilOutput(second, /first metrics after/)
  expect(output).toContain('reprise-data/demo belongs to another demo that is running; this one uses reprise-data/demo-2.\n')
  expect(output).toMatch(new RegExp(`Port ${port} is taken by another program; this server has port \\d+\\.\n`))
  expect(existsSync(join(folder.path, 'reprise-data', 'demo-2', 'reprise.db'))).toBe(true)

  for (const pid of childrenOf(second.pid)) process.kill(pid, 'SIGKILL')
  expect(await second.exited).toBe(1)
  expect(second.output()).toMatch(/reprise: The training ended with signal SIGKILL\./)

  const url = `http://127.0.0.1:${port}`
  const { runs } = await createClient({ url }).searchRuns({ experiment_ids: ['1'] })
  first.kill('SIGINT')
  expect(await first.exited).toBe(130)
  expect(first.output()).toContain('Broken off; what was logged is kept.')
  const shown = await results([
    'runs',
    'show',
    runs[0]?.info.run_id ?? '',
    '--json',
    '--tracking-uri',
    join(folder.path, 'reprise-data', 'demo'),
  ])
  expect(JSON.parse(shown)).toMatchObject({ run: { info: { status: 'KILLED' } } })
})

it('the demo knows its problems', async () => {
  expect(await reprise(['demo', '--problem-type', 'weather'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('spirals, moons, clusters, spheres'),
  })
})

function childrenOf(pid: number): number[] {
  const list = `/proc/${pid}/task/${pid}/children`
  const text = existsSync(list)
    ? readFileSync(list, 'utf8')
    : execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
  return text.trim().split(/\s+/).map(Number)
}
