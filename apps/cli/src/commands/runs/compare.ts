import { RepriseError, type Run } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { connect, type ConnectionOptions } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { type Column, printTable } from '../../output/table.ts'
import { readField } from './field.ts'

interface CompareOptions extends ConnectionOptions {
  readonly diff?: boolean
}

/** One line of the comparison: what each run has under a field. */
interface Line {
  readonly field: string
  readonly values: readonly string[]
}

const attributes = ['run_name', 'status', 'start_time', 'end_time'] as const

/** Prints runs side by side: attributes, params, metrics and tags, or only what differs among them. */
export async function compareRuns(ids: readonly string[], options: CompareOptions, world: World): Promise<void> {
  if (ids.length < 2) throw new RepriseError('INVALID_PARAMETER_VALUE', 'Comparing takes two runs or more.')
  const { client, json } = connect(options, world)
  const runs = (await Promise.all(ids.map((id) => client.getRun({ run_id: id })))).map((answer) => answer.run)
  const lines = fieldsOf(runs)
    .map((field): Line => ({ field, values: runs.map((run) => readField(run, field)) }))
    .filter(({ values }) => options.diff !== true || new Set(values).size > 1)
  if (json) return world.write(printJson({ runs: ids, fields: lines }))
  const columns: Column<Line>[] = [
    { title: 'FIELD', value: ({ field }) => field, giveWay: 1 },
    ...runs.map(({ info }, index): Column<Line> => ({ title: info.run_id.slice(0, 12), value: ({ values }) => values[index] ?? '', giveWay: 2 })),
  ]
  world.write(printTable(lines, columns, world.width))
}

function fieldsOf(runs: readonly Run[]): string[] {
  const named = (entity: 'params' | 'metrics' | 'tags'): string[] => {
    const keys = new Set(runs.flatMap((run) => (run.data?.[entity] ?? []).map((item) => item.key)))
    return [...keys].toSorted().map((key) => `${entity}.${key}`)
  }
  return [...attributes, ...named('params'), ...named('metrics'), ...named('tags')]
}
