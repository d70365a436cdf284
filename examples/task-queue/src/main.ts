// The program: `npm run example -- task-queue` starts what the tasks need, triggers them and looks at what was tracked, step by step.
import { defaultTracker } from '@reprise/sdk'
import { goThroughChecklist } from './checklist/index.ts'
import { readSettings } from './settings.ts'

const help = `usage: npm run example -- task-queue

Goes through the checklist of this example and prints what was seen; exit code 1 when a step is not as it should be.

It needs Redis: that of REDIS_URL, or a redis-server on PATH, which is started for as long as it takes. It logs to MLFLOW_TRACKING_URI;
without it to a server that \`npm run example\` starts.
`

if (process.argv.includes('--help')) process.stdout.write(help)
else await main()

async function main(): Promise<void> {
  // Ends what was started: programs see that this one is gone, and Redis is told at the exit.
  process.once('SIGINT', () => process.exit(130)).once('SIGTERM', () => process.exit(143))
  const { folder } = readSettings()
  const isFine = await goThroughChecklist({ trackingUri: defaultTracker.client.url, folder }, (line) => process.stdout.write(`${line}\n`))
  process.exitCode = isFine ? 0 : 1
}
