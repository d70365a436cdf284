import { createInterface } from 'node:readline/promises'
import type { World } from '../command.ts'
import { toCellText } from '../output/cell.ts'
import { printJson } from '../output/json.ts'
import { createProgress } from '../output/progress.ts'
import type { CommonOptions, Voice } from './project.ts'

/** Milliseconds after which work is worth a line that moves. */
const PATIENCE = 400

export function createVoice(world: World, { quiet = 0, verbose = 0, json = false }: CommonOptions): Voice {
  const isQuiet = quiet > 0
  const note = (word: string, message: string): void => world.note(`${word}: ${message.split('\n').map(toCellText).join('\n')}`)
  return {
    world,
    isJson: json,
    isQuiet,
    isVerbose: verbose > 0,
    say: (line) => {
      if (!isQuiet && !json) world.write(`${line}\n`)
    },
    print: (text) => {
      if (!json) world.write(text)
    },
    printJson: (value) => world.write(printJson(value)),
    warn: (message) => {
      if (!isQuiet) note('WARNING', message)
    },
    complain: (message) => note('ERROR', message),
    confirm: (question) => confirm(question, world),
    startProgress: () => {
      const isShown = world.interactive && !isQuiet
      const progress = isShown ? createProgress(world, { patience: PATIENCE }) : undefined
      return { show: (fraction, text) => progress?.show(fraction, text), end: () => progress?.end() }
    },
  }
}

async function confirm(question: string, world: World): Promise<boolean> {
  if (!world.interactive || !process.stdin.isTTY) return false
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  // In raw mode Ctrl-C is a key, not a signal.
  terminal.on('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/n]: `)).trim())
  } finally {
    terminal.close()
  }
}
