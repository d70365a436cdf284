import { join } from 'node:path'
import { createTemporaryFolder, repositoryFolder } from '@reprise/testing'
import { expect, test } from 'vitest'
import { createBareEnvironment } from './bare-machine.ts'
import { runToEnd } from './run-to-end.ts'

test('a fresh clone shows data after one command, with only Node.js, npm and git', async () => {
  await using folder = await createTemporaryFolder('newcomer')
  const env = createBareEnvironment(folder.path)
  const clone = join(folder.path, 'reprise')
  const started = performance.now()
  const cloned = await runToEnd('git', ['clone', '--quiet', `file://${repositoryFolder}`, clone], { cwd: folder.path, env })
  expect(cloned.code, cloned.output).toBe(0)

  let secondsToData: number | undefined
  const onText = (all: string) => {
    if (all.includes('first metrics after')) secondsToData ??= (performance.now() - started) / 1000
  }
  const demo = await runToEnd('npm', ['run', 'demo', '--', '--exit', '--port', '0'], { cwd: clone, env, onText })
  expect(demo.code, demo.output).toBe(0)
  expect(demo.output).toMatch(/^BIT_IDENTICAL/m)
  expect(demo.output).toMatch(/first metrics after \d+\.\d s/)
  console.log(`from clone to first data: ${secondsToData?.toFixed(1)} s`)
})
