import { createTemporaryFolder } from '@reprise/testing'
import { describe, expect, it } from 'vitest'
import { assertTidy, assertWhole } from './data/assert-whole.ts'
import { killedCommands, type KilledCommand } from './data/commands.ts'
import { runAndKill } from './data/kill-at-random.ts'
import { describe as tell, makePlace, type Place } from './data/place.ts'
import { dvcPart, runDvc } from './data/run-dvc.ts'

/** Times that each command is killed; many by hand. */
const KILLS = Number(process.env['DATA_CRASH_KILLS'] ?? 2)
const SEED = Number(process.env['CRASH_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
/** By hand: a tracer ends the command at each call in turn that changes a file, until none is left or there were as many as kills. */
const TRACED = process.env['DATA_CRASH_STRACE'] !== undefined
const CHANGES =
  'rename,renameat,renameat2,unlink,unlinkat,rmdir,link,linkat,symlink,symlinkat,mkdir,mkdirat,chmod,fchmod,fchmodat,ftruncate,copy_file_range'
/** The part of a command's time in which node.js only starts. */
const STARTING = 0.3

describe(`a command on data that is killed at any moment (CRASH_SEED=${SEED})`, () => {
  it.each(killedCommands.map((command) => [command.name, command] as const))(
    '%s loses nothing, leaves nothing wrong, and can be run again',
    { timeout: 400_000 + KILLS * 30_000 },
    async (_name, command) => kill(command, createRandom(SEED)),
  )
})

async function kill(command: KilledCommand, random: () => number): Promise<void> {
  await using temporary = await createTemporaryFolder('data-kill')
  const place = await makePlace(temporary.path)
  await command.prepare(place)
  await command.renew(place, 0)
  const alone = await runAndKill(place, command.args, { after: undefined })
  expect(alone.code, tell(alone)).toBe(0)
  await command.check(place, 0)
  for (let round = 1; round <= KILLS; round++) {
    await command.renew(place, round)
    const after = alone.milliseconds * (STARTING + random() * (1 - STARTING))
    const inject = [
      'strace',
      '-f',
      '-qq',
      '-o',
      '/dev/null',
      '-e',
      `trace=${CHANGES}`,
      '-e',
      `inject=${CHANGES}:signal=SIGKILL:when=${round}`,
    ]
    const killed = await runAndKill(place, command.args, TRACED ? { after: undefined, within: inject } : { after })
    if (TRACED && !killed.isKilled && killed.code === 0) {
      process.stdout.write(`${command.name}: ${round} calls\n`)
      return
    }
    try {
      assertWhole(place)
      // The tracer may have ended a program that the command had started, and it told of that.
      const isCut = killed.isKilled || killed.code !== 0
      // In turn with the other tool: the last time it is dvc that goes on.
      const isTheirs = round === KILLS && command.dvcArgs !== undefined && !dvcPart.missing
      if (isCut && isTheirs) await finishWithDvc(place, command.dvcArgs)
      else if (command.goOn !== undefined && isCut) await command.goOn(place, round)
      else if (isCut) await place.run(...command.args)
      assertWhole(place)
      if (!isTheirs) assertTidy(place)
      await command.check(place, round)
    } catch (error) {
      throw new Error(TRACED ? `call ${round}` : `after ${Math.round(after)} ms of ${Math.round(alone.milliseconds)}, in round ${round}`, {
        cause: error,
      })
    }
  }
}

async function finishWithDvc(place: Place, args: readonly string[]): Promise<void> {
  const ended = await runDvc(place, ...args)
  expect(ended.code, tell(ended)).toBe(0)
}

/** Moments that can be had again, as far as a machine's pace can: the seed is in the name. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
