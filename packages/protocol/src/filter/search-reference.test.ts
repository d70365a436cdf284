import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { FilterEntity } from './ast.ts'
import { experimentFields } from './fields/experiment-fields.ts'
import { closedKeysOf, type FieldTable } from './fields/field-table.ts'
import { loggedModelFields } from './fields/logged-model-fields.ts'
import { runFields } from './fields/run-fields.ts'
import { filterLimits } from './filter-limits.ts'
import { printFilter } from './print-filter.ts'
import { parseExperimentFilter, parseExperimentOrderBy, parseLoggedModelFilter, parseRunFilter, parseRunOrderBy } from './search.ts'

const page = readFileSync(new URL('../../../../docs/reference/search.md', import.meta.url), 'utf8')

describe('the reference page of search', () => {
  test.each(examplesUnder('Examples for runs', 'Filter'))('finds runs: %s', (filter) => {
    expect(printFilter(parseRunFilter(printFilter(parseRunFilter(filter))))).not.toBe('')
  })

  test.each(examplesUnder('Examples for experiments', 'Filter'))('finds experiments: %s', (filter) => {
    expect(printFilter(parseExperimentFilter(filter))).not.toBe('')
  })

  test.each(examplesUnder('Logged models', 'Filter'))('finds logged models: %s', (filter) => {
    expect(printFilter(parseLoggedModelFilter(filter))).not.toBe('')
  })

  test.each(examplesUnder('Order', 'Order of runs'))('orders runs: %s', (item) => {
    expect(parseRunOrderBy([item])).toHaveLength(1)
  })

  test.each(examplesUnder('Order', 'Order of experiments'))('orders experiments: %s', (item) => {
    expect(parseExperimentOrderBy([item])).toHaveLength(1)
  })

  test('has examples for every field of runs and experiments, and names every prefix', () => {
    expect(entitiesIn('Examples for runs', parseRunFilter)).toEqual(
      new Set<FilterEntity>(['attribute', 'metric', 'param', 'tag', 'dataset']),
    )
    expect(entitiesIn('Examples for experiments', parseExperimentFilter)).toEqual(new Set<FilterEntity>(['attribute', 'tag']))
    for (const name of [...namesOf(runFields), ...namesOf(experimentFields), ...namesOf(loggedModelFields)])
      expect(page).toContain(`\`${name}\``)
  })

  test('states the limits', () => {
    for (const limit of Object.values(filterLimits)) expect(page).toContain(limit.toLocaleString('en'))
  })

  test('shows a mistake as it is reported', () => {
    expect(() => parseRunFilter('metrics.acc >> 3')).toThrow(section('Mistakes').match(/```text\n([^]*?)\n```/)?.[1] ?? 'no example')
  })
})

function section(heading: string): string {
  const found = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`))
  if (found === undefined) throw new Error(`the page has no section '${heading}'`)
  return found
}

/** The code in the first column of the table whose first heading is `column`. */
function examplesUnder(heading: string, column: string): string[] {
  const lines = section(heading).split('\n')
  const rows = lines.slice(lines.findIndex((line) => line.startsWith(`| ${column} |`)) + 2)
  const end = rows.findIndex((line) => !line.startsWith('|'))
  return rows.slice(0, end < 0 ? undefined : end).map((row) => {
    const code = /^\| (`+)(.+?)\1 \|/.exec(row)?.[2]
    if (code === undefined) throw new Error(`a row without code: ${row}`)
    // As in Markdown: one space on both sides, which lets code start with a backtick, is not part of it.
    return /^ .+ $/.test(code) ? code.slice(1, -1) : code
  })
}

function entitiesIn(heading: string, parse: typeof parseRunFilter): Set<FilterEntity> {
  const found = new Set<FilterEntity>()
  for (const example of examplesUnder(heading, 'Filter')) {
    JSON.stringify(parse(example), (name, value) => {
      if (name === 'field') found.add(value.entity)
      return value
    })
  }
  return found
}

function namesOf({ entities }: FieldTable): string[] {
  return entities.flatMap(({ prefixes, keys }) => (keys.kind === 'closed' ? [...prefixes, ...closedKeysOf(keys)] : prefixes))
}
