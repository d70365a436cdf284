import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createTemporaryFolder, type TemporaryFolder } from '@reprise/testing'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { passOutput } from './pass-output.ts'
import { makePipes, type Pipes } from './pipes.ts'

let place: TemporaryFolder
let pipes: Pipes
beforeEach(async () => {
  place = await createTemporaryFolder('output')
  const made = await makePipes(place.path)
  if (made === undefined) throw new Error('no pipes')
  pipes = made
})
afterEach(() => place[Symbol.asyncDispose]())

/** Runs a command for a shell, with its output passed on; `stall` keeps this process from running once the command has ended. */
async function pass(command: string, stall: () => void = () => undefined): Promise<{ text: string; isWhole: boolean }> {
  let text = ''
  const passed = passOutput(
    {
      descriptor: 2,
      take: (chunk) => {
        text += chunk.toString()
        return Promise.resolve(true)
      },
    },
    pipes.stdout,
  )
  const child = spawn('sh', ['-c', command], { stdio: ['ignore', passed.theirs, 'ignore'] })
  passed.begin(child.stdout)
  child.once('exit', stall)
  await once(child, 'exit')
  return { isWhole: await passed.end(), text }
}

it('hands on everything, in order, and the same pipe again to the next', async () => {
  expect(await pass('seq 1 20000')).toEqual({ isWhole: true, text: Array.from({ length: 20_000 }, (_, i) => `${i + 1}\n`).join('') })
  expect(await pass('echo again')).toEqual({ isWhole: true, text: 'again\n' })
})

it('takes nobody for left behind where this process was kept from looking', async () => {
  const stall = (): void => {
    const endsAt = performance.now() + 700
    while (performance.now() < endsAt);
  }
  for (let turn = 0; turn < 3; turn++) expect(await pass('echo end', stall)).toEqual({ isWhole: true, text: 'end\n' })
})

it('does not wait for what a command has left behind', async () => {
  expect(await pass('echo now; (sleep 3) &')).toEqual({ isWhole: false, text: 'now\n' })
})
