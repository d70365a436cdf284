import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startOf } from './find-processes.ts'
import { COMMAND_VARIABLE, endLeftCommands, noteCommand, notesIn } from './left-commands.ts'

const isLinux = existsSync('/proc/self/environ')
/** Of a process that is there no more. */
const gone = { pid: 2 ** 22 + 1, start: '1' }

let folder: string
const children: ChildProcess[] = []
beforeEach(() => {
  folder = notesIn(mkdtempSync(join(tmpdir(), 'reprise-left-')))
  mkdirSync(folder)
})
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(join(folder, '..'), { recursive: true })
})

function start(token: string): ChildProcess & { readonly pid: number } {
  const child = spawn('sleep', ['60'], { env: { ...process.env, [COMMAND_VARIABLE]: token }, stdio: 'ignore' })
  children.push(child)
  return child as ChildProcess & { readonly pid: number }
}

const note = (values: Readonly<Record<string, unknown>>): void =>
  writeFileSync(join(folder, 'note'), JSON.stringify({ host: hostname(), owner: gone, address: 'train', token: 'none', ...values }))

const told: string[] = []
const end = (): Promise<void> => {
  told.length = 0
  return endLeftCommands(folder, (address, pid) => told.push(`${address} ${pid}`))
}

it('leaves alone what somebody is there for', async () => {
  const { token, started, remove } = noteCommand(folder, 'train')
  const child = start(token)
  started(child.pid)
  await end()
  expect([told, child.exitCode, child.signalCode]).toEqual([[], null, null])
  expect(readdirSync(folder)).toEqual([token])
  remove()
  expect(readdirSync(folder)).toEqual([])
})

it.skipIf(!isLinux)('ends what was left, found by its variable or its number, and forgets it', async () => {
  const [marked, numbered] = [start('token-of-one'), start('another')]
  const exits = Promise.all([once(marked, 'exit'), once(numbered, 'exit')])
  note({ token: 'token-of-one', shell: { pid: numbered.pid, start: startOf(numbered.pid) } })
  await end()
  expect((await exits).map(([, signal]) => signal as string)).toEqual(['SIGTERM', 'SIGTERM'])
  expect(told).toEqual([`train ${marked.pid}`])
  expect(readdirSync(folder)).toEqual([])
})

it.skipIf(!isLinux)('takes no process for one that had its number before', async () => {
  const child = start('another')
  note({ shell: { pid: child.pid, start: '1' } })
  await end()
  expect([told, child.signalCode, readdirSync(folder)]).toEqual([[], null, []])
})

it('leaves alone what is of another machine, and what is no note', async () => {
  note({ host: 'elsewhere.lan' })
  writeFileSync(join(folder, 'half'), '{"host":')
  await end()
  expect(readdirSync(folder).toSorted()).toEqual(['half', 'note'])
})
