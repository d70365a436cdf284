import { parseArgs } from 'node:util'
import { optimizerNames } from '@reprise/ax'

export interface Options {
  readonly optimizer: string
  readonly trials: number | undefined
  readonly seed: number
  readonly enableTracking: boolean
  readonly showsHelp: boolean
}

export const help = `usage: npm run example -- prompt-optimization [--optimizer ${optimizerNames.join('|')}] [--trials N] [--seed N] [--no-tracking]

Optimises the prompt of a program that decides which queue a customer's ticket goes to, and tracks how. It asks a small model server that it
starts itself, or, with OPENAI_MODEL set, the provider of OPENAI_BASE_URL and OPENAI_API_KEY; see .env.example.

  --optimizer NAME  gepa: instructions that the model writes from its mistakes (default)
                    bootstrap: demonstrations that the model finds
                    none: changes nothing, to see what that looks like
  --trials N        candidates to try at most
  --seed N          decides which examples are drawn (default 1)
  --no-tracking     sends nothing to a tracking server
`

/** Throws for options that it does not know. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      optimizer: { type: 'string', default: 'gepa' },
      trials: { type: 'string' },
      seed: { type: 'string', default: '1' },
      'no-tracking': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  return {
    optimizer: values.optimizer,
    trials: values.trials === undefined ? undefined : readCount('--trials', values.trials),
    seed: readCount('--seed', values.seed),
    enableTracking: !values['no-tracking'],
    showsHelp: values.help,
  }
}

function readCount(option: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new RangeError(`${option} is '${text}': it is a number from 1 on.`)
}
