// The program: `npm run example -- morphogenesis --problem-type moons`. Where it logs to is the SDK's business.
import { startRun } from '@reprise/sdk'
import { describeRun, helpText, OptionError, parseOptions, trackMorphogenesis, wantsHelp, type Options } from './index.ts'
import { createProgressLine } from './progress-line.ts'

const WRONG_USAGE = 2

process.exitCode = await main(process.argv.slice(2))

async function main(argv: readonly string[]): Promise<number> {
  if (wantsHelp(argv)) {
    process.stdout.write(helpText())
    return 0
  }
  try {
    await train(parseOptions(argv))
    return 0
  } catch (error) {
    process.stderr.write(`morphogenesis: ${error instanceof Error ? error.message : String(error)}\n`)
    return error instanceof OptionError ? WRONG_USAGE : 1
  }
}

async function train(options: Options): Promise<void> {
  const description = describeRun(options)
  const run = await startRun(description)
  process.stdout.write(`run ${description.name}: ${run.url}\n`)
  const { last, recovery_time } = await trackMorphogenesis(options, run, createProgressLine(process.stderr))
  const recovery = recovery_time === undefined ? '' : `, recovery_time ${recovery_time} epochs`
  process.stdout.write(`val_acc ${last.val_acc.toFixed(3)}, best_acc ${last.best_acc.toFixed(3)}${recovery}\n`)
}
