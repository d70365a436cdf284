import type { World } from '../../../command.ts'
import { type ConnectionOptions, withClient } from '../../../connect/index.ts'
import { printJson } from '../../../output/json.ts'
import { collectRuns, DURATION, type RunsToGroup } from './collect-runs.ts'
import { describeGroup } from './describe-group.ts'
import { printGroups } from './print-groups.ts'

export interface CompareGroupsOptions extends ConnectionOptions {
  readonly groupBy: string
  readonly metric?: string
  readonly filter?: string
  /** Milliseconds since 1970. */
  readonly since?: number
  readonly experiment?: readonly string[]
  readonly maxResults: number
}

/** Prints what runs of each kind are like: how many, how often they succeed, how long they take, and whether that changes. */
export async function compareGroups(options: CompareGroupsOptions, world: World): Promise<void> {
  const { metric = DURATION, filter = '', experiment = [], since, groupBy, maxResults } = options
  const wanted: RunsToGroup = { groupBy, metric, filter, since, experiment, maxResults }
  const { field, groups, count, areMore } = await withClient(options, world, (client) => collectRuns(client, wanted))
  const described = [...groups]
    .map(([name, runs]) => describeGroup(name, runs))
    .toSorted((a, b) => b.count - a.count || (a.group < b.group ? -1 : 1))
  if (options.json === true) {
    return world.write(printJson({ group_by: field, metric, runs: count, are_more: areMore, groups: described }))
  }
  if (count === 0) return world.note(`No run has ${field}.`)
  printGroups(described, { field, metric, world })
  if (areMore) world.note(`These are the newest ${count} runs: -n ${maxResults * 5} takes more of them.`)
}
