import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { comparers } from './comparers/index.ts'
import { defaultTolerance, rungs } from './comparison.ts'
import { cannotReasons, verdicts } from './judge/verdict.ts'
import { causeKinds } from './records/difference.ts'

const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'reference', 'verdicts.md'), 'utf8')

/** The first cells of the table whose first title is `title`, without backticks. */
function firstCells(title: string): string[] {
  const [, table = ''] = new RegExp(`^\\| ${title} \\|.*\\n\\|[ -|]*\\n((?:\\|.*\\n)+)`, 'm').exec(page) ?? []
  return table.split('\n').flatMap((line) => /^\| `(\w+)`/.exec(line)?.[1] ?? [])
}

describe('docs/reference/verdicts.md', () => {
  it('has every verdict with its exit code', () => {
    const rows = [...page.matchAll(/^\| `([A-Z_]+)` \|.*\| (\d) \|$/gm)].map(([, verdict = '', code]) => [verdict, Number(code)])
    expect(Object.fromEntries(rows)).toEqual(verdicts)
  })
  it('has every rung, in order', () => expect(firstCells('rung')).toEqual([...rungs]))
  it('has every comparer', () => expect(firstCells('comparer').toSorted()).toEqual(comparers.map(({ name }) => name).toSorted()))
  it.each(cannotReasons)('has the reason %s', (reason) => expect(page.replaceAll('\n', ' ')).toContain(`\`${reason}\``))
  it.each(causeKinds)('has the cause %s', (kind) => expect(page).toContain(`\`${kind}\``))
  it('has the default tolerance', () => {
    const { relative, absolute, ulps } = defaultTolerance
    expect(page).toContain(`\`relative\` (1e${Math.log10(relative)}`)
    expect(page).toContain(`\`absolute\` (1e${Math.log10(absolute)})`)
    expect(page).toContain(`\`ulps\` (${ulps},`)
  })
})
