import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { exampleFolder } from '../../settings.ts'
import { runReprise } from '../run-command.ts'
import { assert, type Step } from '../step.ts'

const output = 'data/processed/conversations/v1/conversations.json'

export const pipeline: Step = {
  title: 'The stage prepare_sample is reproduced, its status is clean, and its data are pushed',
  check: async () => {
    const reproduced = await runReprise(['repro', 'prepare_sample'])
    const { size } = await stat(join(exampleFolder, output))
    const status = await runReprise(['status'])
    assert(status.includes('up to date'), `reprise status is not clean: ${status}`)
    const pushed = await runReprise(['push', '-r', 'origin'])
    return [
      reproduced.includes('skipping') ? 'repro: nothing has changed' : 'repro: the stage was run',
      `${output}: ${size} bytes`,
      `status: ${lastLine(status)}`,
      `push: ${lastLine(pushed)}`,
    ]
  },
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
