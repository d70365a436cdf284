import { writeFile } from 'node:fs/promises'
import type { Client } from '@reprise/client'
import { RepriseError } from '@reprise/protocol'
import {
  addVerdict,
  type Badge,
  describeExperiment,
  describeRun,
  listOriginals,
  noVerdicts,
  printBadge,
  readLastVerdict,
} from '@reprise/reproduce'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findExperiment, findRunId, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'

interface BadgeOptions extends ConnectionOptions {
  readonly output?: string
}

/** Draws the badge of a run or an experiment, to a file or stdout. */
export async function drawBadge(target: string, options: BadgeOptions, world: World): Promise<void> {
  const badge = await withClient(options, world, (client) => describeTarget(client, target))
  const text = options.json === true ? printJson(badge) : printBadge(badge)
  if (options.output === undefined) return world.write(text)
  await writeFile(options.output, text).catch((error: NodeJS.ErrnoException) => {
    throw new RepriseError('INVALID_PARAMETER_VALUE', `The file ${options.output} can not be written (${error.code ?? error.message}).`, {
      cause: error,
    })
  })
}

const wholeId = /^[\da-f]{32}$/

/** An experiment wins over a run whose id begins like its name. */
async function describeTarget(client: Client, target: string): Promise<Badge> {
  const experiment = wholeId.test(target) ? undefined : await findExperiment(client, target).catch(orNothing)
  if (experiment === undefined) {
    const { run } = await client.getRun({ run_id: await findRunId(client, target) })
    return describeRun(readLastVerdict(run))
  }
  let counts = noVerdicts
  for await (const run of listOriginals(client, { experiment: experiment.experiment_id })) counts = addVerdict(counts, readLastVerdict(run))
  return describeExperiment(counts)
}

function orNothing(error: unknown): undefined {
  if (error instanceof RepriseError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined
  throw error
}
