// The program: `npm run example -- morphogenesis --problem-type moons`. Where it logs to is the SDK's business.
import { helpText, OptionError, wantsHelp } from './index.ts'
import { commands } from './commands/index.ts'

const WRONG_USAGE = 2

process.exitCode = await main(process.argv.slice(2))

async function main(argv: readonly string[]): Promise<number> {
  if (wantsHelp(argv)) {
    process.stdout.write(helpText())
    return 0
  }
  const [name = '', ...rest] = argv
  try {
    if (Object.hasOwn(commands, name)) await commands[name as keyof typeof commands](rest)
    else await commands.train(argv)
    return 0
  } catch (error) {
    process.stderr.write(`morphogenesis: ${error instanceof Error ? error.message : String(error)}\n`)
    return error instanceof OptionError ? WRONG_USAGE : 1
  }
}
