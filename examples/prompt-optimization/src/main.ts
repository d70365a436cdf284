// The program: `npm run example -- prompt-optimization` optimises, prints what came of it, and finds it again on the tracking server.
import { OptimizationPipeline } from '@reprise/ax'
import { openModels } from './models.ts'
import { optimizeTickets } from './optimize-tickets.ts'
import { help, type Options, readOptions } from './options.ts'
import { describeProgress, describeResult } from './report/describe-result.ts'
import { findAgain } from './report/find-again.ts'
import { readEnvironmentFile, readProvider } from './settings.ts'
import { readTickets } from './task/tickets.ts'

try {
  const options = readOptions(process.argv.slice(2))
  if (options.showsHelp) print(help.trimEnd())
  else await main(options)
} catch (error) {
  const { message, hint = '' } = error as { message: string; hint?: string }
  process.stderr.write(`prompt-optimization: ${message} ${hint}\n`)
  process.exitCode = 1
}

async function main(options: Options): Promise<void> {
  readEnvironmentFile()
  await using models = await openModels(readProvider())
  const tickets = await readTickets()
  const pipeline = new OptimizationPipeline({ enableTracking: options.enableTracking })
  print(`model: ${models.description}; ${tickets.training.length} tickets to learn from, ${tickets.heldOut.length} held out`)
  const result = await optimizeTickets({ pipeline, tickets, models, options, onProgress: (progress) => print(describeProgress(progress)) })
  print(...describeResult(result))
  if (result.url === undefined) return
  print(`run: ${result.url} (to look at it later: start \`reprise server\`, set MLFLOW_TRACKING_URI, and run this again)`)
  print(...(await findAgain(result, { tracker: pipeline.tracker, models, tickets })))
}

function print(...lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`)
}
