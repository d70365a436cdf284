import type { World } from '../command.ts'
import { UsageError } from '../failure.ts'
import { type ConnectionOptions, withClient } from './connect.ts'
import { findRunId } from './runs.ts'

/** Options of commands that may log to a run. */
export interface RunChoice extends ConnectionOptions {
  readonly run?: string
  readonly logToRun?: boolean
}

/** The run that is to be logged to, if any; that it is there is known before the work begins. */
export async function chooseRun(options: RunChoice, world: World): Promise<string | undefined> {
  const { run, logToRun: logsToActive = false } = options
  const given = run ?? (logsToActive ? activeRun() : undefined)
  if (given === undefined) return undefined
  return withClient(options, world, async (client) => {
    const id = await findRunId(client, given)
    await client.getRun({ run_id: id })
    return id
  })
}

function activeRun(): string {
  const id = [process.env['REPRISE_RUN_ID'], process.env['MLFLOW_RUN_ID']].find((value) => value !== undefined && value !== '')
  if (id !== undefined) return id
  throw new UsageError('--log-to-run finds no run in MLFLOW_RUN_ID.', 'Name one: --run ID')
}
