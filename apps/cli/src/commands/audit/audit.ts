import type { Client } from '@reprise/client'
import { verdicts } from '@reprise/compare'
import { auditRuns, type AuditState, auditStates, listOriginals, type RunSelection } from '@reprise/reproduce'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findExperiment, withClient } from '../../connect/index.ts'
import { exitCodes } from '../../exit-codes.ts'
import { createProgress } from '../../output/progress.ts'
import { printCount } from '../../output/values.ts'
import { createWriter } from './write-audits.ts'

interface AuditCommandOptions extends ConnectionOptions {
  readonly filter?: string
  readonly checkFiles?: boolean
}

/** Milliseconds after which one wants to know how far it is. */
const PATIENCE = 1_000

/** Looks at the runs of an experiment, prints what it finds as it goes, and answers what to exit with. */
export async function audit(given: string, options: AuditCommandOptions, world: World): Promise<number> {
  return withClient(options, world, async (client) => {
    const { experiment_id: experiment, name } = await findExperiment(client, given)
    const selection: RunSelection = { experiment, ...(options.filter === undefined ? {} : { filter: options.filter }) }
    const total = await countRuns(client, selection)
    const progress = createProgress(world, { patience: PATIENCE })
    const writer = createWriter({ id: experiment, name }, { json: options.json === true, world, beforeWrite: () => progress.end() })
    const counts = Object.fromEntries(auditStates.map((state) => [state, 0])) as Record<AuditState, number>
    let done = 0
    for await (const found of auditRuns(client, { ...selection, checksFiles: options.checkFiles === true, env: process.env })) {
      counts[found.state] += 1
      writer.add(found)
      progress.show(Math.min(1, ++done / total), `${done} of ${printCount(total, 'run')}`)
    }
    writer.end(counts)
    return counts.cannot + counts.unknown === 0 ? exitCodes.ok : verdicts.CANNOT
  })
}

async function countRuns(client: Client, selection: RunSelection): Promise<number> {
  const runs = listOriginals(client, selection)
  let total = 0
  while ((await runs.next()).done !== true) total += 1
  return total
}
