import { execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createTemporaryFolder } from './temporary-folder.ts'
import { startTethered } from './tethered-process.ts'

const node = process.execPath

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/\bZ\b/.test(execFileSync('ps', ['-o', 'stat=', '-p', String(pid)]).toString())
  } catch {
    return false
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition() && tries < 200; tries += 1) await sleep(50)
}

test('reports the exit code and the output of the command', async () => {
  const child = await startTethered({ command: node, args: ['-e', 'console.log("out"); console.error("err"); process.exit(7)'] })
  expect(await child.exited).toBe(7)
  expect(child.output()).toContain('out')
  expect(child.output()).toContain('err')
})

test('gives the pid of the command itself, which signals reach', async () => {
  const child = await startTethered({
    command: node,
    args: ['-e', 'process.on("SIGTERM", () => process.exit(3)); console.log(process.pid); setInterval(() => {}, 1000)'],
  })
  await until(() => child.output() !== '')
  expect(Number(child.output())).toBe(child.pid)
  expect(await child.stop()).toBe(3)
  expect(await child.stop()).toBe(3)
})

test('ends a command that does not listen, with what it has started', async () => {
  const script = `trap '' TERM; sleep 60 & echo $!; wait; sleep 60`
  const child = await startTethered({ command: '/bin/sh', args: ['-c', script] })
  await until(() => child.output() !== '')
  const grandchild = Number(child.output())
  await child.stop({ graceMs: 200 })
  await until(() => !isAlive(grandchild))
  expect(isAlive(child.pid)).toBe(false)
  expect(isAlive(grandchild)).toBe(false)
})

test('ends the command and removes its folder when the process that started it is killed', async () => {
  await using folder = await createTemporaryFolder()
  const program = `
    const { startTethered } = await import(${JSON.stringify(join(import.meta.dirname, 'tethered-process.ts'))})
    const child = await startTethered({ command: '/bin/sleep', args: ['60'], removeOnDeath: ${JSON.stringify(folder.path)} })
    console.log(child.pid)
  `
  const parent = spawn(node, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (text: Buffer) => resolve(Number(text.toString()))))
  expect(isAlive(pid)).toBe(true)
  parent.kill('SIGKILL')
  await until(() => !isAlive(pid) && !existsSync(folder.path))
  expect(isAlive(pid)).toBe(false)
  expect(existsSync(folder.path)).toBe(false)
})

test('says which command is missing', async () => {
  const child = await startTethered({ command: '/nowhere/nothing' })
  expect(await child.exited).toBe(127)
  expect(child.output()).toContain('/nowhere/nothing')
})
