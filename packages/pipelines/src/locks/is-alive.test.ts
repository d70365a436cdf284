import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { isAlive } from './is-alive.ts'

test('this process is alive, and one that has ended is not', async () => {
  const child = spawn('true')
  await new Promise((resolve) => child.on('exit', resolve))
  expect(isAlive(process.pid)).toBe(true)
  expect(isAlive(child.pid ?? 0)).toBe(false)
})

test.runIf(process.platform === 'linux')('a process that ended without anybody asking how is not alive', async () => {
  // The shell has become a program that never asks for its child when that ends.
  const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (text: Buffer) => resolve(Number(text.toString()))))
    await expect.poll(() => isAlive(pid)).toBe(false)
    expect(() => process.kill(pid, 0)).not.toThrow()
  } finally {
    parent.kill('SIGKILL')
  }
})
