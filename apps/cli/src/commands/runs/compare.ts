import { RepriseError, type Run } from '@reprise/protocol'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findRunIds, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { type Column, printTable } from '../../output/table.ts'
import { type FieldValue, printField, readField } from '../../output/run-field.ts'

interface CompareOptions extends ConnectionOptions {
  readonly diff?: boolean
}

/** One line of the comparison: what each run has under a field, exactly and as it is shown. */
interface Line {
  readonly field: string
  readonly values: readonly FieldValue[]
  readonly texts: readonly string[]
}

const attributes = ['run_name', 'status', 'start_time', 'end_time'] as const
const SHORT_ID = 12
const NARROWEST = 8

/** Prints runs side by side: attributes, params, metrics and tags, or only what differs among them. */
export async function compareRuns(given: readonly string[], options: CompareOptions, world: World): Promise<void> {
  if (given.length < 2)
    throw new RepriseError('INVALID_PARAMETER_VALUE', 'Comparing takes two runs or more.', { hint: 'See: reprise runs compare --help' })
  const runs = await withClient(options, world, async (client) => {
    const ids = await findRunIds(client, given)
    return Promise.all(ids.map(async (id) => (await client.getRun({ run_id: id })).run))
  })
  const lines = fieldsOf(runs)
    .map((field): Line => ({ field, values: runs.map((run) => readField(run, field)), texts: runs.map((run) => printField(run, field)) }))
    .filter(({ values }) => options.diff !== true || new Set(values).size > 1)
  if (options.json === true) return world.write(printJson(toJson(runs, lines)))
  if (lines.length === 0) return world.note('These runs do not differ.')
  const columns: Column<Line>[] = [
    { title: 'FIELD', value: ({ field }) => field, giveWay: 1, narrowest: NARROWEST },
    ...runs.map(({ info }, index): Column<Line> => ({
      title: info.run_id.slice(0, SHORT_ID),
      value: ({ texts }) => texts[index] ?? '',
      giveWay: 2,
      narrowest: NARROWEST,
    })),
  ]
  const { text, leftOut } = printTable(lines, columns, { width: world.width, styleTitles: world.style.bold })
  world.write(text)
  if (leftOut.length > 0) world.note(`No room for ${leftOut.join(', ')}: make the terminal wider, or use --json.`)
}

/** A run that has nothing under a field has null there. */
function toJson(runs: readonly Run[], lines: readonly Line[]): unknown {
  return {
    runs: runs.map(({ info }) => info.run_id),
    fields: lines.map(({ field, values }) => ({ field, values: values.map((value) => value ?? null) })),
  }
}

function fieldsOf(runs: readonly Run[]): string[] {
  const named = (entity: 'params' | 'metrics' | 'tags'): string[] => {
    const keys = new Set(runs.flatMap((run) => (run.data?.[entity] ?? []).map((item) => item.key)))
    return [...keys].toSorted().map((key) => `${entity}.${key}`)
  }
  return [...attributes, ...named('params'), ...named('metrics'), ...named('tags')]
}
