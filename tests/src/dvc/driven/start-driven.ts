import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { repositoryFolder } from '@reprise/testing'
import { constant, type Tool } from '../tool.ts'

/** A tool whose commands run in one process that stays, one after the other. */
export interface DrivenTool extends Tool, AsyncDisposable {}

/** @param home a folder for what the tool remembers between commands */
export async function startDvc(python: string, home: string): Promise<DrivenTool> {
  return startDriven([python, '-u', join(import.meta.dirname, 'drive-dvc.py'), 'dvc_s3'], {
    DVC_SITE_CACHE_DIR: join(home, 'site'),
    HOME: home,
  })
}

/** @param home a folder for what the tool remembers between commands */
export async function startReprise(home: string): Promise<DrivenTool> {
  const main = join(repositoryFolder, 'apps/cli/src/main.ts')
  const driver = [process.execPath, '--conditions=@reprise/source', join(import.meta.dirname, 'drive-reprise.ts'), main]
  return startDriven(driver, { XDG_CACHE_HOME: join(home, 'cache'), HOME: home })
}

async function startDriven([program = '', ...args]: readonly string[], env: Readonly<Record<string, string>>): Promise<DrivenTool> {
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
        child.stdin?.write(`${JSON.stringify({ folder, args: commandArgs, env: variables })}\n`)
        return JSON.parse(await readAnswer())
      })
      turn = answer.catch(() => undefined)
      return answer
    },
    shell: () => Promise.reject(new Error('Commands of the shell have nothing to do with a tool.')),
    [Symbol.asyncDispose]: async () => {
      child.stdin?.end()
      await ended
    },
  }
}
