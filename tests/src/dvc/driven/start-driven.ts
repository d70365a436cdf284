import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { rm } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { repositoryFolder } from '@reprise/testing'
import { constant, createTool, type Tool } from '../tool.ts'

/** A tool whose commands run one after the other, and most of them in one process that stays. */
export interface DrivenTool extends Tool, AsyncDisposable {
  /** Takes away what the tool remembers of lists of folders outside of repositories: DVC checks out by it what has no list any more. */
  forget(): Promise<void>
}

/** @param home a folder for what the tool remembers between commands */
export async function startDvc(python: string, home: string): Promise<DrivenTool> {
  const site = join(home, 'site')
  const driven = await startDriven([python, '-u', join(import.meta.dirname, 'drive-dvc.py'), 'dvc_s3'], {
    DVC_SITE_CACHE_DIR: site,
    HOME: home,
  })
  return { ...driven, forget: () => rm(site, { recursive: true, force: true }) }
}

/** `DVC_AS_PROGRAM=1`: all of them, by hand. */
const SHARE = Number(process.env['DVC_AS_PROGRAM'] ?? 1 / 30)

/**
 * Some of the commands, by the seed, run as programs of their own, as users run them: what only shows there would be missed.
 *
 * @param home a folder for what the tool remembers between commands
 */
export async function startReprise(home: string, seed = 1): Promise<DrivenTool> {
  const main = join(repositoryFolder, 'apps/cli/src/main.ts')
  const program = [process.execPath, '--conditions=@reprise/source']
  const env = { XDG_CACHE_HOME: join(home, 'cache'), HOME: home }
  const asProgram = createTool([...program, main], { ...process.env, ...env })
  const isProgram = chooseByChance(seed, SHARE)
  return startDriven([...program, join(import.meta.dirname, 'drive-reprise.ts'), main], env, () => (isProgram() ? asProgram : undefined))
}

/** Answers true by chance; with the same seed, the same. */
function chooseByChance(seed: number, share: number): () => boolean {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32 < share
  }
}

async function startDriven(
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
  choose: () => Tool | undefined = () => undefined,
): Promise<DrivenTool> {
  const whole = { ...process.env, ...constant, ...env }
  const child = spawn(program, args, { env: whole, stdio: ['pipe', 'ignore', 'inherit', 'pipe'] })
  const answers = createInterface({ input: child.stdio[3] as Readable })[Symbol.asyncIterator]()
  const readAnswer = async (): Promise<string> => {
    const { value, done } = await answers.next()
    if (done === true) throw new Error(`${program} ended with ${child.exitCode ?? child.signalCode}.`)
    return value
  }
  await readAnswer()
  let turn: Promise<unknown> = Promise.resolve()
  const ended = new Promise((resolve) => child.once('exit', resolve))
  return {
    run: (folder, commandArgs, variables = {}) => {
      const answer = turn.then(async () => {
        const other = Object.keys(variables).length === 0 ? choose() : undefined
        if (other !== undefined) return other.run(folder, commandArgs)
        child.stdin?.write(`${JSON.stringify({ folder, args: commandArgs, env: variables })}\n`)
        return JSON.parse(await readAnswer())
      })
      turn = answer.catch(() => undefined)
      return answer
    },
    forget: async () => undefined,
    shell: () => Promise.reject(new Error('Commands of the shell have nothing to do with a tool.')),
    [Symbol.asyncDispose]: async () => {
      child.stdin?.end()
      await ended
    },
  }
}
