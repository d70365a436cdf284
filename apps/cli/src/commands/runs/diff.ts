import { compareRecords, type Item, type RecordedDifference } from '@reprise/compare'
import { compareResults, describeItem, readResults, readRun } from '@reprise/reproduce'
import type { World } from '../../command.ts'
import { type ConnectionOptions, findRunIds, withClient } from '../../connect/index.ts'
import { printJson } from '../../output/json.ts'
import { printTable } from '../../output/table.ts'

interface DiffOptions extends ConnectionOptions {
  readonly all?: boolean
}

interface Line {
  readonly what: string
  readonly name: string
  readonly how: string
}

/** Prints what two runs were made from and what they left, where that differs: code, packages, data, environment, results. */
export async function diffRuns(given: readonly [string, string], options: DiffOptions, world: World): Promise<void> {
  await withClient(options, world, async (client) => {
    const [first = '', second = ''] = await findRunIds(client, given)
    const [a, b] = [await readRun(client, first), await readRun(client, second)]
    const differences = a.record === undefined || b.record === undefined ? [] : compareRecords(a.record, b.record)
    const items = await compareResults([await readResults(client, a), await readResults(client, b)], { judgesStdout: true })
    const shown = options.all === true ? items : items.filter(({ rung }) => rung !== 'identical' && rung !== 'notJudged')
    if (a.record === undefined || b.record === undefined) {
      world.note(`What ${a.record === undefined ? first : second} was made from is not recorded: it was not made by reprise run.`)
    }
    if (options.json === true) {
      return world.write(
        printJson({ runs: [a.id, b.id], made_from: differences.map(toNull), results: options.all === true ? items : shown }),
      )
    }
    const lines = [...differences.map(toLine), ...shown.map(itemLine)]
    if (lines.length === 0) return world.note('These runs do not differ.')
    world.write(printLines(lines, world))
  })
}

function toNull({ a, b, ...difference }: RecordedDifference): unknown {
  return { ...difference, a: a ?? null, b: b ?? null }
}

function toLine({ kind, subject, a, b }: RecordedDifference): Line {
  return { what: kind, name: subject, how: `${a ?? '-'} → ${b ?? '-'}` }
}

function itemLine(item: Item): Line {
  return { what: item.kind, name: item.name, how: [item.rung, describeItem(item)].filter((part) => part !== '').join(': ') }
}

function printLines(lines: readonly Line[], { width, style }: World): string {
  const columns = [
    { title: 'WHAT', value: ({ what }: Line) => what },
    { title: 'NAME', value: ({ name }: Line) => name, giveWay: 1, narrowest: 12 },
    { title: 'A → B', value: ({ how }: Line) => how, giveWay: 2, narrowest: 16 },
  ]
  return printTable(lines, columns, { width, styleTitles: style.bold }).text
}
